/** Below this share of the diagonal a column is taken to hang on the ones before it. */
const SINGULAR = 1e-12;

/**
 * Lower triangle L with L·Lᵀ = the given symmetric positive definite matrix (k small); null where a column hangs on the ones
 * before it, to within rounding.
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | null {
  const k = matrix.length;
  const lower: number[][] = [];
  for (let i = 0; i < k; i += 1) {
    const row: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i]?.[j] ?? 0;
      const other = j === i ? row : (lower[j] ?? []);
      for (let m = 0; m < j; m += 1) sum -= (row[m] ?? 0) * (other[m] ?? 0);
      if (j < i) {
        row.push(sum / (other[j] ?? 1));
        continue;
      }
      if (!(sum > SINGULAR * (matrix[i]?.[i] ?? 0))) return null;
      row.push(Math.sqrt(sum));
    }
    lower.push(row);
  }
  return lower;
}

/** x with L·x = b. */
export function forwardSolve(lower: readonly (readonly number[])[], b: readonly number[]): number[] {
  const x: number[] = [];
  for (let i = 0; i < lower.length; i += 1) {
    let sum = b[i] ?? 0;
    for (let j = 0; j < i; j += 1) sum -= (lower[i]?.[j] ?? 0) * (x[j] ?? 0);
    x.push(sum / (lower[i]?.[i] ?? 1));
  }
  return x;
}

/** x with Lᵀ·x = b. */
export function backSolve(lower: readonly (readonly number[])[], b: readonly number[]): number[] {
  const k = lower.length;
  const x = new Array<number>(k).fill(0);
  for (let i = k - 1; i >= 0; i -= 1) {
    let sum = b[i] ?? 0;
    for (let j = i + 1; j < k; j += 1) sum -= (lower[j]?.[i] ?? 0) * (x[j] ?? 0);
    x[i] = sum / (lower[i]?.[i] ?? 1);
  }
  return x;
}

/** x with L·Lᵀ·x = b. */
export const choleskySolve = (lower: readonly (readonly number[])[], b: readonly number[]): number[] =>
  backSolve(lower, forwardSolve(lower, b));
