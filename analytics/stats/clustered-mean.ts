import type { Interval } from '../analysis.ts';
import { clusterPlaces } from './clusters.ts';
import { cr2 } from './cr2.ts';
import { meanOf, varies } from './spread.ts';
import { tInterval } from './t-inference.ts';

export interface ClusteredMean {
  /** Null of no values. */
  mean: number | null;
  /** CR2 standard error by cluster, and its Satterthwaite df; null with fewer than two clusters. */
  se: number | null;
  df: number | null;
  ci: Interval | null;
}

/**
 * The mean of values that come in clusters (members of organisations), with CR2 standard error, Satterthwaite df and 95% t interval:
 * se² = Σ_g (Σ_{i∈g} e_i)²/(N²(1 − n_g/N)) (Bell & McCaffrey 2002). In the units of the values; `clusters[i]` is the cluster of
 * `values[i]`. Values that are all the same have se 0.
 *
 * @example clusteredMean([1, 2, 3, 6], ['a', 'a', 'b', 'b']) // { mean: 3, se: 1.5, df: 1, ci: [-16.06, 22.06] }
 */
export function clusteredMean(values: readonly number[], clusters: readonly string[]): ClusteredMean {
  if (values.length === 0) return { mean: null, se: null, df: null, ci: null };
  const mean = meanOf(values);
  const { at, count } = clusterPlaces(clusters);
  const sizes = new Float64Array(count);
  const sums = new Float64Array(count);
  const constant = !varies(values);
  values.forEach((value, row) => {
    const place = at[row] ?? 0;
    sizes[place] = (sizes[place] ?? 0) + 1;
    if (!constant) sums[place] = (sums[place] ?? 0) + value - mean;
  });
  const moments = Array.from(sizes, (size, place) => ({ cross: [[size]], score: [sums[place] ?? 0] }));
  const robust = cr2(moments, [1]);
  const se = robust?.se ?? null;
  const df = robust?.df ?? null;
  return { mean, se, df, ci: tInterval(mean, se, df) };
}
