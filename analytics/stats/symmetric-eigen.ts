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
  const a = Float64Array.from(matrix.flat());
  const v = new Float64Array(k * k);
  for (let i = 0; i < k; i += 1) v[i * k + i] = 1;
  for (let sweep = 0; sweep < 60; sweep += 1) {
    if (!rotateAll(a, v, k)) break;
  }
  return {
    values: Array.from({ length: k }, (_, i) => a[i * k + i] ?? 0),
    vectors: Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, row) => v[row * k + i] ?? 0)),
  };
}

/** One sweep over all pairs; false when every off-diagonal element was negligible already. */
function rotateAll(a: Float64Array, v: Float64Array, k: number): boolean {
  let rotated = false;
  for (let p = 0; p < k - 1; p += 1) {
    for (let q = p + 1; q < k; q += 1) {
      const apq = a[p * k + q] ?? 0;
      const app = a[p * k + p] ?? 0;
      const aqq = a[q * k + q] ?? 0;
      if (Math.abs(apq) <= 1e-17 * Math.sqrt(Math.abs(app * aqq)) || apq === 0) continue;
      rotated = true;
      const theta = (aqq - app) / (2 * apq);
      const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
      const c = 1 / Math.hypot(t, 1);
      rotate(a, k, p, q, c, t * c);
      for (let i = 0; i < k; i += 1) mix(v, i * k + p, i * k + q, c, t * c);
    }
  }
  return rotated;
}

function rotate(a: Float64Array, k: number, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < k; i += 1) mix(a, i * k + p, i * k + q, c, s);
  for (let i = 0; i < k; i += 1) mix(a, p * k + i, q * k + i, c, s);
  a[p * k + q] = 0;
  a[q * k + p] = 0;
}

function mix(a: Float64Array, i: number, j: number, c: number, s: number): void {
  const x = a[i] ?? 0;
  const y = a[j] ?? 0;
  a[i] = c * x - s * y;
  a[j] = s * x + c * y;
}
