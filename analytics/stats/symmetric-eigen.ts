export interface Eigen {
  /** Eigenvalues, in no order. */
  values: number[];
  /** `vectors[i]` belongs to `values[i]`; orthonormal. */
  vectors: number[][];
}

/**
 * Eigenvalues and vectors of a small real symmetric matrix by Jacobi's rotations (Golub & Van Loan, Matrix Computations, 8.5):
 * accurate to rounding, O(k³) a sweep, meant for k ≤ 50.
 *
 * @example symmetricEigen([[2, 1], [1, 2]]).values // [1, 3]
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const k = matrix.length;
  const work = Float64Array.from(matrix.flat());
  const vectors = new Float64Array(k * k);
  rotateToDiagonal(work, vectors, k);
  return {
    values: matrix.map((_, i) => work[i * k + i] ?? 0),
    vectors: matrix.map((_, i) => Array.from(vectors.subarray(i * k, (i + 1) * k))),
  };
}

/**
 * The same in place, for loops that can't afford new arrays: `work` (k×k, row by row) ends with the eigenvalues on its diagonal,
 * row i of `vectors` (k×k, overwritten) is the eigenvector of the i-th.
 */
export function rotateToDiagonal(work: Float64Array, vectors: Float64Array, k: number): void {
  vectors.fill(0);
  for (let i = 0; i < k; i += 1) vectors[i * k + i] = 1;
  for (let sweep = 0; sweep < 60; sweep += 1) {
    if (!rotateAll(work, vectors, k)) return;
  }
}

/** One sweep over all pairs; false when every off-diagonal element was negligible already. */
function rotateAll(a: Float64Array, vectors: Float64Array, k: number): boolean {
  let rotated = false;
  for (let p = 0; p < k - 1; p += 1) {
    for (let q = p + 1; q < k; q += 1) {
      const apq = a[p * k + q] ?? 0;
      const app = a[p * k + p] ?? 0;
      const aqq = a[q * k + q] ?? 0;
      if (apq === 0 || Math.abs(apq) <= 1e-17 * Math.sqrt(Math.abs(app * aqq))) continue;
      rotated = true;
      const theta = (aqq - app) / (2 * apq);
      const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1);
      const s = t * c;
      for (let i = 0; i < k; i += 1) {
        const x = a[i * k + p] ?? 0;
        const y = a[i * k + q] ?? 0;
        a[i * k + p] = c * x - s * y;
        a[i * k + q] = s * x + c * y;
        const v = vectors[p * k + i] ?? 0;
        const w = vectors[q * k + i] ?? 0;
        vectors[p * k + i] = c * v - s * w;
        vectors[q * k + i] = s * v + c * w;
      }
      for (let i = 0; i < k; i += 1) {
        const x = a[p * k + i] ?? 0;
        const y = a[q * k + i] ?? 0;
        a[p * k + i] = c * x - s * y;
        a[q * k + i] = s * x + c * y;
      }
      a[p * k + q] = 0;
      a[q * k + p] = 0;
    }
  }
  return rotated;
}
