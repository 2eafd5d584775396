export interface Minimum {
  at: number[];
  value: number;
}

/** A fall expected to be smaller than this share of the value is lost in its rounding. */
const ROUNDING = 1e-14;

type Objective = (x: readonly number[]) => { value: number; gradient: number[] };

/**
 * A local minimum of a smooth function of a few variables, by BFGS with backtracking (Nocedal & Wright, Numerical Optimization,
 * algorithm 6.1): stops where the gradient is below `tolerance`, or no step lowers the value beyond its rounding.
 */
export function minimize(objective: Objective, start: readonly number[], tolerance = 1e-9): Minimum {
  const k = start.length;
  let at = [...start];
  let { value, gradient } = objective(at);
  let inverse = identity(k);
  for (let round = 0; round < 300; round += 1) {
    if (gradient.every((g) => Math.abs(g) < tolerance)) break;
    let step = inverse.map((row) => -dot(row, gradient));
    let fall = dot(step, gradient);
    if (!(fall < 0)) {
      inverse = identity(k);
      step = gradient.map((g) => -g);
      fall = -dot(gradient, gradient);
    }
    const next = search(objective, at, value, step, fall);
    if (next === null) break;
    const last = -fall < ROUNDING * Math.max(1, Math.abs(value));
    const moved = next.at.map((x, i) => x - (at[i] ?? 0));
    const turned = next.gradient.map((g, i) => g - (gradient[i] ?? 0));
    const curvature = dot(moved, turned);
    if (curvature > 1e-14 * Math.sqrt(dot(moved, moved) * dot(turned, turned)))
      inverse = update(inverse, moved, turned, curvature);
    ({ at, value, gradient } = next);
    if (last) break;
  }
  return { at, value };
}

function search(objective: Objective, at: number[], value: number, step: number[], fall: number) {
  for (let length = 1; length > 1e-8; length /= 2) {
    const next = at.map((x, i) => x + length * (step[i] ?? 0));
    const found = objective(next);
    if (found.value <= value + 1e-4 * length * fall) return { at: next, ...found };
  }
  return null;
}

function update(inverse: number[][], s: number[], y: number[], sy: number): number[][] {
  const hy = inverse.map((row) => dot(row, y));
  const scale = (1 + dot(y, hy) / sy) / sy;
  return inverse.map((row, i) =>
    row.map(
      (h, j) => h + scale * (s[i] ?? 0) * (s[j] ?? 0) - ((hy[i] ?? 0) * (s[j] ?? 0) + (s[i] ?? 0) * (hy[j] ?? 0)) / sy,
    ),
  );
}

const identity = (k: number): number[][] =>
  Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => (i === j ? 1 : 0)));

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
