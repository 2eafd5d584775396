import { randomIntercept } from '@rapport/analytics/stats/mixed-model';

/** A score as the segmented model sees it: whose, and when, in years. */
export interface Occasion {
  member: string;
  t: number;
}

/**
 * The weights that the scores have in a segmented model's jump and change of slope at `from`: rows of (X'V⁻¹X)⁻¹X'V⁻¹ with
 * X = [1, t, post, (t − from)·post] and V⁻¹ = I − ratio/(1 + n·ratio)·J within a member. Null where they can't be told apart.
 * Only the variance ratio is fitted to the scores; that much an attacker is given.
 */
export function segmentedWeights(
  rows: readonly Occasion[],
  scores: readonly number[],
  from: number,
): { level: number[]; slope: number[] } | null {
  const design = [
    rows.map(() => 1),
    rows.map(({ t }) => t - from),
    rows.map(({ t }) => (t >= from ? 1 : 0)),
    rows.map(({ t }) => (t >= from ? t - from : 0)),
  ];
  const fit = randomIntercept(
    scores,
    design.slice(1),
    rows.map(({ member }) => member),
  );
  if (fit === null || fit.varianceWithin <= 0) return null;
  const ratio = fit.varianceBetween / fit.varianceWithin;
  const own = new Map<string, number[]>();
  rows.forEach(({ member }, i) => own.set(member, [...(own.get(member) ?? []), i]));
  const whitened = design.map((column) =>
    column.map((value, i) => {
      const mine = own.get(rows[i]?.member ?? '') ?? [];
      const sum = mine.reduce((total, j) => total + (column[j] ?? 0), 0);
      return value - (ratio / (1 + mine.length * ratio)) * sum;
    }),
  );
  const cross = design.map((a) => whitened.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)));
  const weightsOf = (effect: number): number[] | null => {
    const unit = [0, 1, 2, 3].map((at) => (at === effect ? 1 : 0));
    const solution = solve(cross, unit);
    return solution && rows.map((_, i) => solution.reduce((sum, b, c) => sum + b * (whitened[c]?.[i] ?? 0), 0));
  };
  const level = weightsOf(2);
  const slope = weightsOf(3);
  return level && slope && { level, slope };
}

/** Gauss–Jordan elimination with row pivoting; null when the matrix is singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const m = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let column = 0; column < m.length; column += 1) {
    let best = column;
    for (let i = column; i < m.length; i += 1)
      if (Math.abs(m[i]?.[column] ?? 0) > Math.abs(m[best]?.[column] ?? 0)) best = i;
    const pivot = m[best];
    const other = m[column];
    if (pivot === undefined || other === undefined || Math.abs(pivot[column] ?? 0) < 1e-9) return null;
    m[best] = other;
    m[column] = pivot;
    m.forEach((row, i) => {
      if (i === column) return;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      row.forEach((value, j) => (row[j] = value - factor * (pivot[j] ?? 0)));
    });
  }
  return m.map((row, i) => (row[m.length] ?? 0) / (row[i] ?? 1));
}
