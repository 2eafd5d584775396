import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from '../analysis.ts';

/**
 * The 95% interval estimate ± t(.975; df)·se, in the units of the estimate. Null where se or df is; a single point where se = 0.
 *
 * @example tInterval(10, 2, 9) // [5.4757, 14.5243]
 */
export function tInterval(estimate: number, se: number | null, df: number | null): Interval | null {
  if (se === null || df === null) return null;
  if (se === 0) return [estimate, estimate];
  const half = quantile(0.975, df) * se;
  return Number.isFinite(half) ? [estimate - half, estimate + half] : null;
}

/**
 * Two-sided p of the hypothesis 'the truth is 0': 2·P(T ≤ −|estimate|/se), T with df degrees of freedom; 0–1.
 * Null where se or df is, and at se = 0, where there is no chance to reckon with.
 *
 * @example tPValue(2.262157, 1, 9) // 0.05
 */
export function tPValue(estimate: number, se: number | null, df: number | null): number | null {
  if (se === null || df === null || se === 0) return null;
  return 2 * cdf(-Math.abs(estimate / se), df);
}
