import { cholesky, choleskySolve } from '../stats/cholesky.ts';

/**
 * The slopes of y = β₀ + Σβ_j x_j + b_group + e are linear in y once `ratio` = σ²_b/σ² is known: the coefficients of each slope,
 * a row per covariate. Generalised least squares by quasi-demeaning, θ = 1 − 1/√(1 + n·ratio) of each group's mean taken off
 * (Fuller & Battese 1973). Null where the design is short of rank.
 */
export function interceptRows(
  covariates: readonly (readonly number[])[],
  groups: readonly string[],
  ratio: number,
): number[][] | null {
  const n = groups.length;
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const theta = groups.map((group) => 1 - 1 / Math.sqrt(1 + (sizes.get(group) ?? 1) * ratio));
  const demean = (column: readonly number[]): number[] => {
    const sums = new Map<string, number>();
    groups.forEach((group, i) => sums.set(group, (sums.get(group) ?? 0) + (column[i] ?? 0)));
    return column.map((value, i) => {
      const group = groups[i] ?? '';
      return value - (theta[i] ?? 0) * ((sums.get(group) ?? 0) / (sizes.get(group) ?? 1));
    });
  };
  const design = [new Array<number>(n).fill(1), ...covariates].map(demean);
  const cross = design.map((a) => design.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)));
  const factor = cholesky(cross);
  if (factor === null) return null;
  return covariates.map((_, j) => {
    const unit = design.map((__, column) => (column === j + 1 ? 1 : 0));
    const solved = choleskySolve(factor, unit);
    const weights = groups.map((_, i) =>
      design.reduce((sum, column, c) => sum + (solved[c] ?? 0) * (column[i] ?? 0), 0),
    );
    return demean(weights);
  });
}
