import { cholesky, forwardSolve } from './cholesky.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** What CR2 needs of one cluster of an ordinary regression of k columns: no n×n matrix is ever built. */
export interface ClusterMoments {
  /** X_gᵀX_g, k×k. */
  cross: readonly (readonly number[])[];
  /** X_gᵀe_g, e the residuals of the whole regression; k long. */
  score: readonly number[];
}

export interface ClusterRobust {
  /** Standard error of cᵀβ̂. */
  se: number;
  /** Satterthwaite degrees of freedom of se². */
  df: number;
}

/** clubSandwich's bound: an eigenvalue of I − H_gg at or below it counts as 0 (Moore–Penrose). */
const NULL_EIGENVALUE = 1e-12;

/**
 * The bias-reduced cluster-robust standard error 'CR2' of cᵀβ̂ under a working model of independence, with Satterthwaite degrees of
 * freedom (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018), as R's clubSandwich gives for `lm`.
 *
 * V = Σ_g (cᵀM X_gᵀA_g e_g)² with M = (XᵀX)⁻¹, A_g = (I − X_g M X_gᵀ)^(−1/2), eigenvalues of 0 left out; df = (tr P)²/tr P², where
 * P_gh = u_gᵀ(I − H)_gh u_h and u_g = A_g X_g M c. With XᵀX = R Rᵀ and Z = X R⁻ᵀ all of it lives in k×k: Z_gᵀZ_g = QDQᵀ gives
 * A_g Z_g = Z_g Q(1 − D)^(−1/2)Qᵀ, so that a cluster costs O(k³) whatever its size.
 *
 * Null with fewer than two clusters, where XᵀX is singular, and where the adjustment leaves nothing to go by (tr P = 0).
 */
export function cr2(clusters: readonly ClusterMoments[], contrast: readonly number[]): ClusterRobust | null {
  const k = contrast.length;
  if (clusters.length < 2) return null;
  const total = zeros(k);
  for (const { cross } of clusters) addTo(total, cross);
  const lower = cholesky(total);
  if (lower === null) return null;
  const direction = forwardSolve(lower, contrast);
  const outer = zeros(k);
  let variance = 0;
  let trace = 0;
  let squares = 0;
  for (const { cross, score } of clusters) {
    const shape = whiten(lower, cross);
    const weights = adjust(shape, direction);
    const through = times(shape, weights);
    variance += dot(weights, forwardSolve(lower, score)) ** 2;
    const length = dot(weights, through);
    const leverage = dot(through, through);
    trace += length - leverage;
    squares += (length - leverage) ** 2 - leverage ** 2;
    addTo(
      outer,
      through.map((x) => through.map((y) => x * y)),
    );
  }
  for (const row of outer) squares += dot(row, row);
  if (!(trace > NULL_EIGENVALUE * dot(direction, direction)) || !(squares > 0)) return null;
  return { se: Math.sqrt(variance), df: trace ** 2 / squares };
}

/** R⁻¹·S·R⁻ᵀ = Z_gᵀZ_g. */
function whiten(lower: number[][], cross: readonly (readonly number[])[]): number[][] {
  const half = cross.map((row) => forwardSolve(lower, row));
  return half.map((_, column) =>
    forwardSolve(
      lower,
      half.map((row) => row[column] ?? 0),
    ),
  );
}

/** Q(1 − D)^(−1/2)Qᵀ·w. */
function adjust(shape: number[][], direction: readonly number[]): number[] {
  const { values, vectors } = symmetricEigen(shape);
  const adjusted = direction.map(() => 0);
  vectors.forEach((vector, i) => {
    const left = 1 - (values[i] ?? 0);
    if (left <= NULL_EIGENVALUE) return;
    const weight = dot(vector, direction) / Math.sqrt(left);
    vector.forEach((x, j) => (adjusted[j] = (adjusted[j] ?? 0) + weight * x));
  });
  return adjusted;
}

const zeros = (k: number): number[][] => Array.from({ length: k }, () => new Array<number>(k).fill(0));

function addTo(total: number[][], part: readonly (readonly number[])[]): void {
  part.forEach((row, i) =>
    row.forEach((x, j) => {
      const into = total[i];
      if (into !== undefined) into[j] = (into[j] ?? 0) + x;
    }),
  );
}

const times = (matrix: readonly (readonly number[])[], x: readonly number[]): number[] =>
  matrix.map((row) => dot(row, x));

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
