import quantile from '@stdlib/stats-base-dists-f-quantile';
import type { Interval } from '../analysis.ts';
import { sumOfSquares } from './spread.ts';

export interface Alpha {
  /** Complete cases. */
  n: number;
  value: number | null;
  ci: Interval | null;
}

/**
 * Cronbach's α = k/(k − 1)·(1 − Σs²_i/s²_total) on complete cases, with the exact 95% interval of Feldt, Woodruff & Salih (1987):
 * 1 − (1 − α)·F(.975 and .025; n − 1, (n − 1)(k − 1)). No unit; at most 1, may be negative.
 * `rows` holds complete cases only, reversed first, a column per item. Null as a whole below two items or three cases; value and
 * interval are null when the total does not vary.
 *
 * @example alpha([[1, 2], [2, 2], [3, 4], [4, 3]])?.value // 0.8
 */
export function alpha(rows: readonly (readonly number[])[]): Alpha | null {
  const n = rows.length;
  const k = rows[0]?.length ?? 0;
  if (k < 2 || n < 3) return null;
  const total = sumOfSquares(rows.map((row) => row.reduce((sum, x) => sum + x, 0)));
  if (total === 0) return { n, value: null, ci: null };
  let items = 0;
  for (let item = 0; item < k; item += 1) items += sumOfSquares(rows.map((row) => row[item] ?? 0));
  const value = (k / (k - 1)) * (1 - items / total);
  const [d1, d2] = [n - 1, (n - 1) * (k - 1)];
  return { n, value, ci: [1 - (1 - value) * quantile(0.975, d1, d2), 1 - (1 - value) * quantile(0.025, d1, d2)] };
}
