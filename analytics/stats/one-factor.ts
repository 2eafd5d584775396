import { cholesky, choleskySolve } from './cholesky.ts';
import { rotateToDiagonal } from './symmetric-eigen.ts';

/** The least uniqueness of a standardised item that is let stand; at it the case is a Heywood case. */
export const LEAST_UNIQUENESS = 0.005;

export interface OneFactor {
  /** Loadings and uniquenesses of standardised items. */
  loadings: number[];
  uniquenesses: number[];
  /** log|Σ| + tr(SΣ⁻¹): smaller fits better. */
  discrepancy: number;
}

type Matrix = readonly (readonly number[])[];
/** Log uniquenesses: the space in which the discrepancy is minimised. */
type Point = number[];

/** A point with the eigenvalues and vectors of Ψ^(−1/2)SΨ^(−1/2) there, the largest of them and the discrepancy. */
interface Place {
  point: Point;
  values: Float64Array;
  vectors: Float64Array;
  top: number;
  theta: number;
  discrepancy: number;
}

const LOW = Math.log(LEAST_UNIQUENESS);
const STARTS = 44;
const SETTLED = 1e-11;
/** Log uniquenesses this near a known minimum are on their way to it. */
const NEAR = 0.05;
/** The longest step in a log uniqueness. */
const LONGEST = 3;

/**
 * One-factor maximum-likelihood solution of a correlation matrix S (k ≥ 3; may be singular), uniquenesses ψ within .005–1
 * (Jöreskog 1967). With loadings at their best, λ_i² = ψ_i(θ − 1)v_i² for θ, v the first eigenpair of Ψ^(−1/2)SΨ^(−1/2), the
 * discrepancy is Σlog ψ + Σ1/ψ + log θ − θ + 1. It has several minima where a Heywood case is near, so that projected Newton runs
 * from 44 fixed starts and the best is taken; a perfect fit ends the search.
 */
export function oneFactor(correlations: Matrix): OneFactor {
  const lower = cholesky(correlations);
  const perfect =
    lower === null
      ? -Infinity
      : correlations.length + 2 * lower.reduce((sum, row, i) => sum + Math.log(row[i] ?? 1), 0);
  let best: Place | null = null;
  const minima: Place[] = [];
  for (const start of starts(correlations, lower)) {
    const found = descend(correlations, start, minima);
    if (found === null) continue;
    minima.push(found);
    if (best === null || found.discrepancy < best.discrepancy - 1e-12) best = found;
    if (best.discrepancy < perfect + 1e-12) break;
  }
  const { point, theta, top, vectors, discrepancy } =
    best ??
    placeAt(
      correlations,
      correlations.map(() => 0),
    );
  const uniquenesses = point.map((x) => (x <= LOW ? LEAST_UNIQUENESS : Math.exp(x)));
  const k = point.length;
  const loadings = uniquenesses.map((u, i) => (vectors[top * k + i] ?? 0) * Math.sqrt(Math.max(0, theta - 1) * u));
  return { uniquenesses, loadings, discrepancy };
}

/** Projected Newton from a start; null when it falls in with a minimum that is known already. */
function descend(s: Matrix, start: Point, known: readonly Place[]): Place | null {
  let place = placeAt(s, start);
  for (let round = 0; round < 200; round += 1) {
    const { point } = place;
    const gradient = gradientAt(place);
    const free = point.flatMap((x, i) => {
      const slope = gradient[i] ?? 0;
      return (x <= LOW && slope > 0) || (x >= 0 && slope < 0) ? [] : [i];
    });
    if (free.every((i) => Math.abs(gradient[i] ?? 0) < SETTLED)) break;
    if (known.some((other) => other.point.every((x, i) => Math.abs(x - (point[i] ?? 0)) < NEAR))) return null;
    // A bound may turn Newton's step uphill; straight down the gradient there is always a way.
    const next =
      search(s, place, newtonStep(gradient, hessianAt(place, free), free)) ??
      search(
        s,
        place,
        gradient.map((slope) => -slope),
      );
    if (next === null) break;
    place = next;
  }
  return place;
}

/** The longest of the step, its half, its quarter … that lowers the discrepancy; null when none does. */
function search(s: Matrix, { point, discrepancy }: Place, step: Point): Place | null {
  for (let length = 1; length > 1e-12; length /= 2) {
    const next = point.map((x, i) => Math.min(0, Math.max(LOW, x + length * (step[i] ?? 0))));
    const there = placeAt(s, next);
    const level = length === 1 && there.discrepancy <= discrepancy + 1e-15 * Math.abs(discrepancy);
    if (there.discrepancy < discrepancy || (level && moved(point, next))) return there;
  }
  return null;
}

const moved = (a: Point, b: Point): boolean => a.some((x, i) => Math.abs(x - (b[i] ?? 0)) > 1e-14);

function newtonStep(gradient: Point, hessian: Matrix, free: readonly number[]): Point {
  let ridge = 0;
  let lower = cholesky(hessian);
  while (lower === null) {
    ridge = ridge === 0 ? 1e-3 : ridge * 4;
    lower = cholesky(hessian.map((row, i) => row.map((x, j) => (i === j ? x + ridge : x))));
  }
  const solved = choleskySolve(
    lower,
    free.map((i) => -(gradient[i] ?? 0)),
  );
  const step = gradient.map(() => 0);
  const shrink = Math.min(1, LONGEST / Math.max(...solved.map(Math.abs), LONGEST));
  free.forEach((i, at) => (step[i] = shrink * (solved[at] ?? 0)));
  return step;
}

/** 1 − 1/ψ_i + (θ − 1)v_i². */
function gradientAt({ point, theta, vectors, top }: Place): Point {
  const gain = Math.max(0, theta - 1);
  const k = point.length;
  return point.map((x, i) => 1 - Math.exp(-x) + gain * (vectors[top * k + i] ?? 0) ** 2);
}

/** δ_ij/ψ_i − θv_i²v_j² − (θ − 1)v_iv_j Σ_m u_mi u_mj (θ + θ_m)/(θ − θ_m), over the free coordinates. */
function hessianAt({ point, values, vectors, top, theta }: Place, free: readonly number[]): number[][] {
  const k = point.length;
  const gain = Math.max(0, theta - 1);
  return free.map((i) =>
    free.map((j) => {
      const own = i === j ? Math.exp(-(point[i] ?? 0)) : 0;
      if (gain === 0) return own;
      const both = (vectors[top * k + i] ?? 0) * (vectors[top * k + j] ?? 0);
      let turn = 0;
      for (let m = 0; m < k; m += 1) {
        const other = values[m] ?? 0;
        if (m !== top && theta - other > 1e-12)
          turn += ((vectors[m * k + i] ?? 0) * (vectors[m * k + j] ?? 0) * (theta + other)) / (theta - other);
      }
      return own - theta * both * both - gain * both * turn;
    }),
  );
}

function placeAt(s: Matrix, point: Point): Place {
  const k = point.length;
  const scale = new Float64Array(k);
  const work = new Float64Array(k * k);
  const vectors = new Float64Array(k * k);
  const values = new Float64Array(k);
  let discrepancy = 1;
  for (let i = 0; i < k; i += 1) {
    const x = point[i] ?? 0;
    const root = Math.exp(-x / 2);
    scale[i] = root;
    discrepancy += x + root * root;
  }
  for (let i = 0; i < k; i += 1) {
    const row = s[i] ?? [];
    for (let j = 0; j < k; j += 1) work[i * k + j] = (row[j] ?? 0) * (scale[i] ?? 1) * (scale[j] ?? 1);
  }
  rotateToDiagonal(work, vectors, k);
  let top = 0;
  for (let i = 0; i < k; i += 1) {
    values[i] = work[i * k + i] ?? 0;
    if ((values[i] ?? 0) > (values[top] ?? 0)) top = i;
  }
  const theta = values[top] ?? 0;
  const first = Math.max(1, theta);
  discrepancy += Math.log(first) - first;
  return { point, values, vectors, top, theta, discrepancy };
}

/** R's start (from the inverse), level ones, each item and each pair as a Heywood case, the rest spread evenly by Weyl's sequence. */
function starts(s: Matrix, lower: Matrix | null): Point[] {
  const k = s.length;
  const points: Point[] = [];
  const add = (uniqueness: (i: number) => number) => {
    if (points.length < STARTS) points.push(s.map((_, i) => Math.log(clampUniqueness(uniqueness(i)))));
  };
  if (lower !== null) {
    const unit = (i: number) => s.map((_, j) => (i === j ? 1 : 0));
    add((i) => (1 - 0.5 / k) / (choleskySolve(lower, unit(i))[i] ?? 1));
  }
  for (const level of [0.5, 0.2, 0.8, 0.05]) add(() => level);
  for (const rest of [0.6, 0.95]) s.forEach((_, low) => add((i) => (i === low ? LEAST_UNIQUENESS : rest)));
  for (let a = 0; a < k; a += 1)
    for (let b = a + 1; b < k && points.length < 30; b += 1) add((i) => (i === a || i === b ? LEAST_UNIQUENESS : 0.7));
  for (let round = 1; points.length < STARTS; round += 1) add((i) => (round * Math.sqrt(2 + i * i + 3 * i)) % 1);
  return points;
}

const clampUniqueness = (x: number): number => Math.min(1, Math.max(LEAST_UNIQUENESS, x));
