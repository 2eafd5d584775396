/** One scored member as an enumerating attacker knows it: agency, and the scores that the answers' grid allows. */
export interface Candidate {
  organisation: string;
  scores: readonly number[];
}

/** What was shown of a wave's organisation mean. */
export interface Shown {
  mean: number;
  se: number | null;
  ci: readonly [number, number] | null;
  /** t(.975; G − 1). */
  quantile: number;
}

/**
 * Tries every combination of scores against what was shown and says which members' scores, and which agencies' sums, come out
 * the same in all that fit: those are learned. Null when there are more than `most` combinations.
 */
export function learnedByEnumeration(
  members: readonly Candidate[],
  shown: Shown,
  most: number,
): { members: number[]; organisations: string[]; fits: number } | null {
  const combinations = members.reduce((product, { scores }) => product * scores.length, 1);
  if (combinations > most) return null;
  const homes = [...new Set(members.map(({ organisation }) => organisation))];
  const home = members.map(({ organisation }) => homes.indexOf(organisation));
  const sizes = homes.map((_, h) => home.filter((other) => other === h).length);
  const g = homes.length;
  const seen = members.map(() => new Set<number>());
  const sums = homes.map(() => new Set<number>());
  const chosen = members.map(() => 0);
  let fits = 0;
  const close = (value: number, figure: number): boolean => Math.abs(value - figure) <= 0.05 + 1e-7;
  const visit = (at: number): void => {
    if (at < members.length) {
      for (const score of members[at]?.scores ?? []) {
        chosen[at] = score;
        visit(at + 1);
      }
      return;
    }
    const totals = homes.map(() => 0);
    chosen.forEach((score, i) => (totals[home[i] ?? 0] = (totals[home[i] ?? 0] ?? 0) + score));
    const means = totals.map((total, h) => total / (sizes[h] ?? 1));
    const mean = means.reduce((sum, value) => sum + value, 0) / g;
    if (!close(mean, shown.mean)) return;
    const se = Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (g - 1) / g);
    if (shown.se !== null && !close(se, shown.se)) return;
    const half = shown.quantile * se;
    if (shown.ci !== null && !(close(mean - half, shown.ci[0]) && close(mean + half, shown.ci[1]))) return;
    fits += 1;
    chosen.forEach((score, i) => seen[i]?.add(Math.round(score * 1e6)));
    totals.forEach((total, h) => sums[h]?.add(Math.round(total * 1e6)));
  };
  visit(0);
  return {
    members: seen.flatMap((values, i) => (values.size === 1 ? [i] : [])),
    organisations: sums.flatMap((values, h) => (values.size === 1 ? [homes[h] ?? ''] : [])),
    fits,
  };
}
