/** Below this share of their size two values differ by rounding only. */
const ROUNDING = 1e-11;

/** The arithmetic mean; NaN of an empty list. */
export function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Σ(x − x̄)², by two passes; exactly 0 where the values differ by rounding only. Squared units of the values. */
export function sumOfSquares(values: readonly number[]): number {
  if (!varies(values)) return 0;
  const mean = meanOf(values);
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return sum;
}

/** The sample variance Σ(x − x̄)²/(n − 1), null below two values. */
export const varianceOf = (values: readonly number[]): number | null =>
  values.length < 2 ? null : sumOfSquares(values) / (values.length - 1);

/** Whether the values differ by more than rounding. */
export function varies(values: readonly number[]): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low > ROUNDING * Math.max(1, Math.abs(low), Math.abs(high));
}
