import { cholesky, choleskySolve } from '../stats/cholesky.ts';

/** `values` less `share(size)` times the mean of their group, of which there are `groups`. */
export function demeanBy(
  group: Int32Array,
  groups: number,
  values: Float64Array,
  share: (size: number) => number,
): Float64Array {
  const sums = new Float64Array(groups);
  const sizes = new Float64Array(groups);
  for (let i = 0; i < group.length; i += 1) {
    const g = group[i] ?? 0;
    sums[g] = (sums[g] ?? 0) + (values[i] ?? 0);
    sizes[g] = (sizes[g] ?? 0) + 1;
  }
  for (let g = 0; g < groups; g += 1) {
    const size = sizes[g] ?? 0;
    sums[g] = size > 0 ? (share(size) * (sums[g] ?? 0)) / size : 0;
  }
  const demeaned = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) demeaned[i] = (values[i] ?? 0) - (sums[group[i] ?? 0] ?? 0);
  return demeaned;
}

/**
 * The slopes of y = β₀ + Σβ_j x_j + b_group + e are linear in y once `ratio` = σ²_b/σ² is known: the coefficients of the slope
 * of covariate `wanted`. Generalised least squares by quasi-demeaning, θ = 1 − 1/√(1 + n·ratio) of each group's mean taken off
 * (Fuller & Battese 1973). Null where the design is short of rank.
 */
export function interceptRow(
  covariates: readonly Float64Array[],
  wanted: number,
  { group, groups, ratio }: { group: Int32Array; groups: number; ratio: number },
): Float64Array | null {
  const theta = (size: number): number => 1 - 1 / Math.sqrt(1 + size * ratio);
  const demean = (column: Float64Array): Float64Array => demeanBy(group, groups, column, theta);
  const design = [new Float64Array(group.length).fill(1), ...covariates].map(demean);
  const cross = design.map((a) => design.map((b) => product(a, b)));
  const factor = cholesky(cross);
  if (factor === null) return null;
  const solved = choleskySolve(
    factor,
    design.map((_, column) => (column === wanted + 1 ? 1 : 0)),
  );
  const weights = new Float64Array(group.length);
  design.forEach((column, c) => {
    const factorOf = solved[c] ?? 0;
    for (let i = 0; i < weights.length; i += 1) weights[i] = (weights[i] ?? 0) + factorOf * (column[i] ?? 0);
  });
  return demean(weights);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
