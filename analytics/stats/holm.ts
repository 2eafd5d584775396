/**
 * Holm's step-down adjustment of p values (Holm 1979): in rising order, the i-th of m is multiplied by m − i + 1, never less than
 * the one before and at most 1. Null stays null and is not counted. As R's `p.adjust(p, 'holm')`.
 *
 * @example holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const known = pValues.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let floor = 0;
  known.forEach(({ p, at }, rank) => {
    floor = Math.max(floor, Math.min(1, p * (known.length - rank)));
    adjusted[at] = floor;
  });
  return adjusted;
}
