import { clusterPlaces } from './clusters.ts';
import { cr2 } from './cr2.ts';
import { meanOf, varies } from './spread.ts';

export interface Slope {
  perYear: number;
  /** CR2 standard error by cluster with Satterthwaite df; null where the clusters can't give it. */
  se: number | null;
  df: number | null;
}

/**
 * Slope of the ordinary regression y = a + b·t over all rows, with CR2 standard error by cluster and Satterthwaite df, as
 * clubSandwich gives for `lm(y ~ t)`. In units of y per unit of t; null where t does not vary.
 *
 * @example olsSlope([0, 1, 0, 1], [1, 3, 2, 6], ['a', 'a', 'b', 'b'])?.perYear // 3
 */
export function olsSlope(t: readonly number[], y: readonly number[], clusters: readonly string[]): Slope | null {
  if (t.length < 2 || !varies(t)) return null;
  const tMean = meanOf(t);
  const yMean = meanOf(y);
  let tt = 0;
  let ty = 0;
  t.forEach((time, row) => {
    tt += (time - tMean) ** 2;
    ty += (time - tMean) * ((y[row] ?? 0) - yMean);
  });
  const constant = !varies(y);
  const perYear = constant ? 0 : ty / tt;
  const { at, count } = clusterPlaces(clusters);
  const sums = Array.from({ length: count }, () => ({ n: 0, t: 0, tt: 0, e: 0, te: 0 }));
  t.forEach((time, row) => {
    const sum = sums[at[row] ?? 0];
    if (sum === undefined) return;
    const x = time - tMean;
    const e = constant ? 0 : (y[row] ?? 0) - yMean - perYear * x;
    sum.n += 1;
    sum.t += x;
    sum.tt += x * x;
    sum.e += e;
    sum.te += x * e;
  });
  const moments = sums.map((sum) => ({
    cross: [
      [sum.n, sum.t],
      [sum.t, sum.tt],
    ],
    score: [sum.e, sum.te],
  }));
  const robust = cr2(moments, [0, 1]);
  return { perYear, se: robust?.se ?? null, df: robust?.df ?? null };
}
