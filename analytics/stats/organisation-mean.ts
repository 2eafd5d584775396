import t from '@stdlib/stats-base-dists-t';
import type { Interval } from '../analysis.ts';

export interface OrganisationMean {
  /** Mean of each organisation's members' scores, by organisation id. */
  means: Map<string, number>;
  organisationMean: number | null;
  organisationSe: number | null;
  organisationCi: Interval | null;
}

/** Below this two POMP values differ by rounding only. */
export const NEGLIGIBLE = 1e-9;

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
  const sums = new Map<string, { sum: number; n: number }>();
  for (const { organisation, value } of scores) {
    const so = sums.get(organisation);
    if (so === undefined) sums.set(organisation, { sum: value, n: 1 });
    else {
      so.sum += value;
      so.n += 1;
    }
  }
  const means = new Map([...sums].map(([organisation, { sum, n }]) => [organisation, sum / n]));
  return { means, ...meanOfMeans([...means.values()]) };
}

function meanOfMeans(means: readonly number[]): Omit<OrganisationMean, 'means'> {
  const g = means.length;
  if (g === 0) return { organisationMean: null, organisationSe: null, organisationCi: null };
  const mean = means.reduce((sum, value) => sum + value, 0) / g;
  if (g === 1) return { organisationMean: mean, organisationSe: null, organisationCi: null };
  const spread = Math.max(...means) - Math.min(...means);
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const se = spread < NEGLIGIBLE ? 0 : Math.sqrt(squares / (g - 1) / g);
  const half = se === 0 ? 0 : t.quantile(0.975, g - 1) * se;
  return { organisationMean: mean, organisationSe: se, organisationCi: [mean - half, mean + half] };
}
