import normal from '@stdlib/stats-base-dists-normal-cdf';

export interface SignedRank {
  /** Differences other than 0. */
  n: number;
  /** Sum of the ranks of the positive differences. */
  v: number;
  /** Two-sided; null when no difference is left. */
  p: number | null;
  /** Share of rank sum up minus share down, −1 to 1 (Kerby 2014); null when no difference is left. */
  rankBiserial: number | null;
}

/** The exact distribution is used up to this n, without zeros and ties. */
const EXACT_UP_TO = 50;

/**
 * Wilcoxon's signed rank test of paired differences (Wilcoxon 1945; Hollander & Wolfe 1973): differences rounded to 9 decimals,
 * zeros dropped, mid-ranks. Exact for n ≤ 50 without zeros or ties, else normal with tie and continuity correction, as R's
 * `wilcox.test`.
 *
 * @example wilcoxon([1.5, -0.5, 2, 3]) // { n: 4, v: 9, p: 0.25, rankBiserial: 0.8 }
 */
export function wilcoxon(differences: readonly number[]): SignedRank {
  const kept = differences.map((x) => Math.round(x * 1e9) / 1e9).filter((x) => x !== 0);
  const n = kept.length;
  if (n === 0) return { n, v: 0, p: null, rankBiserial: null };
  const { v, tieTerm } = rankSum(kept);
  const rankBiserial = (4 * v) / (n * (n + 1)) - 1;
  const exact = n <= EXACT_UP_TO && n === differences.length && tieTerm === 0;
  return { n, v, p: exact ? exactP(v, n) : correctedP(v, n, tieTerm), rankBiserial };
}

/** V with mid-ranks, and Σ(t³ − t) over ties of absolute differences. */
function rankSum(differences: readonly number[]): { v: number; tieTerm: number } {
  const sorted = [...differences].sort((a, b) => Math.abs(a) - Math.abs(b));
  let v = 0;
  let tieTerm = 0;
  for (let from = 0; from < sorted.length;) {
    const size = Math.abs(sorted[from] ?? 0);
    let to = from;
    while (to < sorted.length && Math.abs(sorted[to] ?? 0) === size) to += 1;
    const ties = to - from;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i += 1) if ((sorted[i] ?? 0) > 0) v += rank;
    tieTerm += ties ** 3 - ties;
    from = to;
  }
  return { v, tieTerm };
}

/** Twice the smaller tail of the null distribution: subsets of 1…n by their sum, counted exactly (2⁵⁰ < 2⁵³). */
function exactP(v: number, n: number): number {
  const top = (n * (n + 1)) / 2;
  const counts = new Float64Array(top + 1);
  counts[0] = 1;
  for (let rank = 1, reached = 0; rank <= n; rank += 1) {
    reached += rank;
    for (let sum = reached; sum >= rank; sum -= 1) counts[sum] = (counts[sum] ?? 0) + (counts[sum - rank] ?? 0);
  }
  const tail = Math.min(v, top - v);
  let below = 0;
  for (let sum = 0; sum <= tail; sum += 1) below += counts[sum] ?? 0;
  return Math.min(1, (2 * below) / 2 ** n);
}

function correctedP(v: number, n: number, tieTerm: number): number {
  const distance = v - (n * (n + 1)) / 4;
  const sigma = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48);
  const z = (distance - Math.sign(distance) * 0.5) / sigma;
  return Math.min(1, 2 * normal(-Math.abs(z), 0, 1));
}
