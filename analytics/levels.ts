import type { ScaleLevel } from './analysis.ts';
import { memberStatistics } from './stats/member-statistics.ts';
import { organisationMean } from './stats/organisation-mean.ts';
import { meanOf, varianceOf } from './stats/spread.ts';
import type { ScoredScale } from './waves.ts';

/**
 * Where a scale stands in one wave (analytics.md, sections 2 and 3). `eligible` is how many members are in the wave, with or
 * without an answer. Values are POMP, 0–100; null is what too few scores can't give.
 */
export function scaleLevel(scale: ScoredScale, eligible: number): ScaleLevel {
  const { scores } = scale;
  const { means, organisationMean: mean, organisationSe, organisationCi } = organisationMean(scores);
  return {
    n: scores.length,
    organisations: means.size,
    prorated: scores.filter(({ prorated }) => prorated).length,
    ...memberMoments(scores.map(({ value }) => value)),
    organisationMean: mean,
    organisationSe,
    organisationCi,
    bounds: silentBounds(scores, eligible),
    facets: facetLevels(scale),
    ...memberStatistics(scale),
  };
}

function memberMoments(values: readonly number[]): Pick<ScaleLevel, 'mean' | 'sd'> {
  const variance = varianceOf(values);
  return { mean: values.length === 0 ? null : meanOf(values), sd: variance === null ? null : Math.sqrt(variance) };
}

/** The members' mean, had everyone eligible without a score scored 0, or 100; null when nobody is eligible. */
function silentBounds(scores: ScoredScale['scores'], eligible: number): ScaleLevel['bounds'] {
  if (eligible === 0) return null;
  const sum = scores.reduce((total, { value }) => total + value, 0);
  return [sum / eligible, (sum + 100 * (eligible - scores.length)) / eligible];
}

function facetLevels(scale: ScoredScale): ScaleLevel['facets'] {
  const levels: ScaleLevel['facets'] = {};
  for (const [facet, scores] of scale.facets) {
    const { organisationMean: mean, organisationSe } = organisationMean(scores);
    levels[facet] = { n: scores.length, organisationMean: mean, organisationSe };
  }
  return levels;
}
