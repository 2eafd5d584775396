import gammaln from '@stdlib/math-base-special-gammaln';
import type { Interval } from '../analysis.ts';
import { meanOf, varianceOf } from './spread.ts';
import { noncentralityAt } from './noncentral-t.ts';

export interface StandardizedChange {
  /** Mean difference over the sd of the differences. */
  dz: number | null;
  /** dz times the exact small-sample correction J. */
  g: number | null;
  /** 95% interval of the population effect: noncentrality/√n, not multiplied by J. */
  gCi: Interval | null;
}

/**
 * The size of a paired change in standard deviations of the differences: d_z, Hedges' g = J·d_z with the exact
 * J = Γ(m/2)/(√(m/2)·Γ((m − 1)/2)), m = n − 1 (Hedges 1981), and the noncentral-t interval (Steiger & Fouladi 1997): the δ/√n at
 * which t = √n·d_z sits at the 97.5% and the 2.5% point. No unit. dz is null where differences do not vary (or n < 2), g and gCi
 * also below three pairs.
 *
 * @example standardizedChange([1, 2, 3, 4]).g // 1.4014
 */
export function standardizedChange(differences: readonly number[]): StandardizedChange {
  const n = differences.length;
  const variance = varianceOf(differences);
  if (variance === null || variance === 0) return { dz: null, g: null, gCi: null };
  const dz = meanOf(differences) / Math.sqrt(variance);
  if (n < 3) return { dz, g: null, gCi: null };
  const t = Math.sqrt(n) * dz;
  const limit = (p: number): number => noncentralityAt(t, n - 1, p) / Math.sqrt(n);
  return { dz, g: dz * smallSampleCorrection(n - 1), gCi: [limit(0.975), limit(0.025)] };
}

/** J(m); 0–1, m ≥ 2. */
const smallSampleCorrection = (m: number): number =>
  Math.exp(gammaln(m / 2) - gammaln((m - 1) / 2) - Math.log(m / 2) / 2);
