import { LEAST_UNIQUENESS, oneFactor } from './one-factor.ts';
import { meanOf, sumOfSquares } from './spread.ts';

export interface Omega {
  value: number;
  /** A uniqueness sits at its least: the model strains, and the value should not be leant on. */
  heywood: boolean;
}

/**
 * McDonald's ω = (Σλ)²/((Σλ)² + Σθ) (McDonald 1999) from the one-factor maximum-likelihood solution of the items' correlations,
 * loadings and uniquenesses carried back to the items' own units. No unit, 0–1.
 * `rows` holds complete cases only, reversed first, a column per item. Null with fewer than three items, no more cases than items,
 * or an item without variance.
 *
 * @example omega([[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 3, 5], [5, 5, 4]])?.value // 0.9301
 */
export function omega(rows: readonly (readonly number[])[]): Omega | null {
  const k = rows[0]?.length ?? 0;
  if (k < 3 || rows.length <= k) return null;
  const columns = Array.from({ length: k }, (_, item) => rows.map((row) => row[item] ?? 0));
  const sizes = columns.map((column) => Math.sqrt(sumOfSquares(column)));
  if (sizes.some((size) => size === 0)) return null;
  const standard = columns.map((column, item) => {
    const mean = meanOf(column);
    return column.map((x) => (x - mean) / (sizes[item] ?? 1));
  });
  const correlations = standard.map((a, i) =>
    standard.map((b, j) => (i === j ? 1 : a.reduce((sum, x, row) => sum + x * (b[row] ?? 0), 0))),
  );
  const { loadings, uniquenesses } = oneFactor(correlations);
  let common = 0;
  let unique = 0;
  sizes.forEach((size, item) => {
    common += size * (loadings[item] ?? 0);
    unique += size * size * (uniquenesses[item] ?? 0);
  });
  return {
    value: common ** 2 / (common ** 2 + unique),
    heywood: uniquenesses.some((uniqueness) => uniqueness <= LEAST_UNIQUENESS * (1 + 1e-9)),
  };
}
