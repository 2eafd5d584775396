import { clusterPlaces } from './clusters.ts';
import { meanOf, sumOfSquares, varies } from './spread.ts';

export interface IntraclassCorrelations {
  icc1: number | null;
  icc2: number | null;
}

/**
 * How alike members of one organisation answer, ICC(1), and how reliable an organisation's mean is, ICC(2) (Bliese 2000), from the
 * one-way analysis of variance: ICC(1) = (MSB − MSW)/(MSB + (k₀ − 1)MSW), ICC(2) = (MSB − MSW)/MSB, k₀ = (N − Σn²/N)/(J − 1).
 * At most 1, and may be negative. Both null when no group has two values, there is one group, or nothing varies; ICC(2) also when
 * the groups' means are all the same.
 *
 * @example icc([1, 2, 5, 6], ['a', 'a', 'b', 'b']).icc2 // 0.96875
 */
export function icc(values: readonly number[], groups: readonly string[]): IntraclassCorrelations {
  const { at, count } = clusterPlaces(groups);
  const n = values.length;
  if (count < 2 || n <= count || !varies(values)) return { icc1: null, icc2: null };
  const rows = Array.from({ length: count }, (): number[] => []);
  values.forEach((value, row) => rows[at[row] ?? 0]?.push(value));
  const mean = meanOf(values);
  let within = 0;
  let between = 0;
  let squares = 0;
  for (const row of rows) {
    within += sumOfSquares(row);
    between += row.length * (meanOf(row) - mean) ** 2;
    squares += row.length ** 2;
  }
  const msw = within / (n - count);
  const msb = varies(rows.map(meanOf)) ? between / (count - 1) : 0;
  const k0 = (n - squares / n) / (count - 1);
  return {
    icc1: (msb - msw) / (msb + (k0 - 1) * msw),
    icc2: msb === 0 ? null : (msb - msw) / msb,
  };
}
