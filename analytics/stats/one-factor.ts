import { cholesky, choleskySolve } from './cholesky.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

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

const LOW = Math.log(LEAST_UNIQUENESS);
const STARTS = 44;
const SETTLED = 1e-11;

/**
 * One-factor maximum-likelihood solution of a correlation matrix S (k ≥ 3; may be singular), uniquenesses ψ within .005–1
 * (Jöreskog 1967). With loadings at their best, λ_i² = ψ_i(θ − 1)v_i² for θ, v the first eigenpair of Ψ^(−1/2)SΨ^(−1/2), the
 * discrepancy is Σlog ψ + Σ1/ψ + log θ − θ + 1. It has several minima where a Heywood case is near, so that projected Newton runs
 * from 44 fixed starts and the best is taken.
 */
export function oneFactor(correlations: Matrix): OneFactor {
  const minima: { point: Point; value: number }[] = [];
  for (const start of starts(correlations)) {
    const found = descend(correlations, start, minima);
    if (found !== null) minima.push(found);
  }
  const best = minima.reduce((a, b) => (b.value < a.value - 1e-12 ? b : a));
  const { theta, first } = leading(correlations, best.point);
  const uniquenesses = best.point.map((x) => (x <= LOW ? LEAST_UNIQUENESS : Math.exp(x)));
  return {
    uniquenesses,
    loadings: first.map((v, i) => v * Math.sqrt(Math.max(0, theta - 1) * (uniquenesses[i] ?? 0))),
    discrepancy: best.value,
  };
}

/** Projected Newton from a start; null when it falls in with a minimum that is known already. */
function descend(s: Matrix, start: Point, known: readonly { point: Point }[]): { point: Point; value: number } | null {
  let point = start;
  let value = discrepancy(s, point);
  for (let round = 0; round < 200; round += 1) {
    const { gradient, hessian } = derivatives(s, point);
    const free = point.flatMap((x, i) => {
      const slope = gradient[i] ?? 0;
      return (x <= LOW && slope > 0) || (x >= 0 && slope < 0) ? [] : [i];
    });
    if (free.every((i) => Math.abs(gradient[i] ?? 0) < SETTLED)) break;
    if (known.some((other) => other.point.every((x, i) => Math.abs(x - (point[i] ?? 0)) < 1e-3))) return null;
    const step = newtonStep(gradient, hessian, free);
    const next = search(s, point, value, step);
    if (next === null) break;
    ({ point, value } = next);
  }
  return { point, value };
}

/** The longest of the step, its half, its quarter … that lowers the discrepancy; null when none does. */
function search(s: Matrix, point: Point, value: number, step: Point): { point: Point; value: number } | null {
  for (let length = 1; length > 1e-12; length /= 2) {
    const next = point.map((x, i) => Math.min(0, Math.max(LOW, x + length * (step[i] ?? 0))));
    const reached = discrepancy(s, next);
    if (reached < value || (length === 1 && reached <= value + 1e-15 * Math.abs(value) && moved(point, next)))
      return { point: next, value: reached };
  }
  return null;
}

const moved = (a: Point, b: Point): boolean => a.some((x, i) => Math.abs(x - (b[i] ?? 0)) > 1e-14);

function newtonStep(gradient: Point, hessian: Matrix, free: readonly number[]): Point {
  const block = free.map((i) => free.map((j) => hessian[i]?.[j] ?? 0));
  const down = free.map((i) => -(gradient[i] ?? 0));
  let ridge = 0;
  let lower = cholesky(block);
  while (lower === null) {
    ridge = ridge === 0 ? 1e-3 : ridge * 4;
    lower = cholesky(block.map((row, i) => row.map((x, j) => (i === j ? x + ridge : x))));
  }
  const solved = choleskySolve(lower, down);
  const step = gradient.map(() => 0);
  free.forEach((i, at) => (step[i] = Math.min(3, Math.max(-3, solved[at] ?? 0))));
  return step;
}

function discrepancy(s: Matrix, point: Point): number {
  const theta = Math.max(1, leading(s, point).theta);
  return point.reduce((sum, x) => sum + x + Math.exp(-x), Math.log(theta) - theta + 1);
}

function derivatives(s: Matrix, point: Point): { gradient: Point; hessian: number[][] } {
  const { values, vectors, top, theta, first } = leading(s, point);
  const gain = Math.max(0, theta - 1);
  const gradient = point.map((x, i) => 1 - Math.exp(-x) + gain * (first[i] ?? 0) ** 2);
  const hessian = point.map((x, i) =>
    point.map((_, j) => {
      const own = i === j ? Math.exp(-x) : 0;
      if (gain === 0) return own;
      const [vi, vj] = [first[i] ?? 0, first[j] ?? 0];
      let turn = 0;
      vectors.forEach((vector, m) => {
        const gap = theta - (values[m] ?? 0);
        if (m !== top && gap > 1e-12) turn += ((vector[i] ?? 0) * (vector[j] ?? 0) * (theta + (values[m] ?? 0))) / gap;
      });
      return own - theta * vi * vi * vj * vj - gain * vi * vj * turn;
    }),
  );
  return { gradient, hessian };
}

function leading(s: Matrix, point: Point) {
  const scale = point.map((x) => Math.exp(-x / 2));
  const { values, vectors } = symmetricEigen(
    s.map((row, i) => row.map((r, j) => r * (scale[i] ?? 1) * (scale[j] ?? 1))),
  );
  let top = 0;
  values.forEach((value, i) => {
    if (value > (values[top] ?? -Infinity)) top = i;
  });
  return { values, vectors, top, theta: values[top] ?? 0, first: vectors[top] ?? [] };
}

/** R's start (from the inverse), level ones, each item and each pair as a Heywood case, the rest spread evenly by Weyl's sequence. */
function starts(s: Matrix): Point[] {
  const k = s.length;
  const points: Point[] = [];
  const add = (uniqueness: (i: number) => number) => {
    if (points.length < STARTS) points.push(s.map((_, i) => Math.log(clampUniqueness(uniqueness(i)))));
  };
  const lower = cholesky(s);
  if (lower !== null) {
    const inverse = s.map(
      (_, i) =>
        choleskySolve(
          lower,
          s.map((__, j) => (i === j ? 1 : 0)),
        )[i] ?? 1,
    );
    add((i) => (1 - 0.5 / k) / (inverse[i] ?? 1));
  }
  for (const level of [0.5, 0.2, 0.8, 0.05]) add(() => level);
  for (const rest of [0.6, 0.95]) s.forEach((_, low) => add((i) => (i === low ? LEAST_UNIQUENESS : rest)));
  for (let a = 0; a < k; a += 1)
    for (let b = a + 1; b < k && points.length < 30; b += 1) add((i) => (i === a || i === b ? LEAST_UNIQUENESS : 0.7));
  for (let round = 1; points.length < STARTS; round += 1) add((i) => (round * Math.sqrt(2 + i * i + 3 * i)) % 1);
  return points;
}

const clampUniqueness = (x: number): number => Math.min(1, Math.max(LEAST_UNIQUENESS, x));
