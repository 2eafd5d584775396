import type { Interval } from '../analysis.ts';
import { meanOf, sumOfSquares } from './spread.ts';
import { tInterval } from './t-inference.ts';

export interface OrganisationMean {
  /** By organisation id, the mean of its members' scores. */
  means: ReadonlyMap<string, number>;
  /** How many scores each organisation's mean is made of. */
  counts: ReadonlyMap<string, number>;
  organisationMean: number | null;
  organisationSe: number | null;
  organisationCi: Interval | null;
}

/**
 * The mean of the organisations' means of their members' scores, se = sd/√G, and the 95% t interval on G − 1 df: each agency
 * counts once, however many of its people answered. Units of the scores. No finite-population correction.
 * With one organisation se and interval are null, with none the mean too. Means that differ by rounding only have se 0.
 *
 * @example organisationMean([{ organisation: 'a', value: 40 }, { organisation: 'b', value: 60 }]).organisationMean // 50
 */
export function organisationMean(
  scores: readonly { readonly organisation: string; readonly value: number }[],
): OrganisationMean {
  const sums = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { organisation, value } of scores) {
    sums.set(organisation, (sums.get(organisation) ?? 0) + value);
    counts.set(organisation, (counts.get(organisation) ?? 0) + 1);
  }
  const means = new Map([...sums].map(([organisation, sum]) => [organisation, sum / (counts.get(organisation) ?? 1)]));
  return { means, counts, ...meanOfMeans([...means.values()]) };
}

function meanOfMeans(means: readonly number[]): Omit<OrganisationMean, 'means' | 'counts'> {
  const g = means.length;
  if (g === 0) return { organisationMean: null, organisationSe: null, organisationCi: null };
  const mean = meanOf(means);
  if (g === 1) return { organisationMean: mean, organisationSe: null, organisationCi: null };
  const se = Math.sqrt(sumOfSquares(means) / (g - 1) / g);
  return { organisationMean: mean, organisationSe: se, organisationCi: tInterval(mean, se, g - 1) };
}
