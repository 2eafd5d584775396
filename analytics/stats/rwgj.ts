import { sumOfSquares } from './spread.ts';

/**
 * Agreement within one group on k items, r_wg(j) against the uniform null (James, Demaree & Wolf 1984): with r = mean item variance
 * over σ²_E = (A² − 1)/12, A the number of answer options, r_wg(j) = k(1 − r)/(k(1 − r) + r), 0 where r ≥ 1. 0–1.
 * `rows` holds complete cases only, a column per item; `options[j]` is A of item j. Items of unlike A weigh by their own ratio.
 * Null below two rows and without items. For one item it is r_wg = 1 − r.
 *
 * @example rwgj([[4, 4], [5, 4], [4, 5]], [7, 7]) // 0.9565
 */
export function rwgj(rows: readonly (readonly number[])[], options: readonly number[]): number | null {
  const k = options.length;
  if (rows.length < 2 || k === 0) return null;
  let ratios = 0;
  options.forEach((a, item) => {
    const variance = sumOfSquares(rows.map((row) => row[item] ?? 0)) / (rows.length - 1);
    ratios += variance / ((a * a - 1) / 12);
  });
  const r = Math.min(1, ratios / k);
  return (k * (1 - r)) / (k * (1 - r) + r);
}
