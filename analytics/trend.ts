import { instrumentKey, type Instrument } from '@rapport/surveys/instrument';
import type { RandomSlopeTrend, Trend } from './analysis.ts';
import { holm } from './stats/holm.ts';
import { randomIntercept } from './stats/mixed-model.ts';
import { olsSlope } from './stats/ols-slope.ts';
import { randomSlope } from './stats/random-slope.ts';
import { tInterval, tPValue } from './stats/t-inference.ts';
import { withinSlope, type Occasion } from './stats/within-slope.ts';
import type { ScoredWave } from './waves.ts';

/** A random slope is given from this many waves with scores and this many members on. */
const RANDOM_SLOPE_WAVES = 4;
const RANDOM_SLOPE_MEMBERS = 15;

/**
 * The trend of every scale over all waves (analytics.md, 5), Holm's adjustment over the scales that readiness rests on; the trend
 * of any other scale is exploratory and has none.
 */
export function trendsOf(waves: readonly ScoredWave[], instrument: Instrument): Record<string, Trend | null> {
  const confirmatory = new Set(instrument.readiness?.modes.flatMap(({ scales }) => Object.keys(scales)));
  const trends = instrument.scales.map(({ id }) => ({ id, trend: scaleTrend(waves, id) }));
  const judged = trends.filter(({ id }) => confirmatory.has(id));
  const p = holm(judged.map(({ trend }) => trend?.p ?? null));
  const withinP = holm(judged.map(({ trend }) => trend?.within?.p ?? null));
  judged.forEach(({ trend }, at) => {
    if (trend === null) return;
    trend.exploratory = false;
    trend.pHolm = p[at] ?? null;
    if (trend.within !== null) trend.within.pHolm = withinP[at] ?? null;
  });
  return Object.fromEntries(trends.map(({ id, trend }) => [id, trend]));
}

/**
 * The trend of one scale over all waves, a member being a row of the panel (a person who moves to another agency begins anew).
 * Null with fewer than two waves with scores, nobody scored twice, or one organisation. Slopes are POMP points per year of 365.25
 * days since the panel's first opening; the random intercept's df = organisations with a score − 1.
 */
export function scaleTrend(waves: readonly ScoredWave[], scale: string): Trend | null {
  const scored = waves.filter((wave) => (wave.scales.get(scale)?.scores.length ?? 0) > 0);
  const occasions = scored.flatMap((wave): Occasion[] =>
    (wave.scales.get(scale)?.scores ?? []).map(({ member, organisation, value }) => ({
      member,
      organisation,
      t: wave.years,
      y: value,
    })),
  );
  const organisations = occasions.map(({ organisation }) => organisation);
  const df = new Set(organisations).size - 1;
  const within = withinSlope(occasions);
  if (scored.length < 2 || df < 1 || within === null) return null;
  const y = occasions.map((occasion) => occasion.y);
  const t = occasions.map((occasion) => occasion.t);
  const members = occasions.map(({ member }) => member);
  const fit = randomIntercept(y, [t], members);
  const perYear = fit?.slopes[0] ?? null;
  const se = fit?.ses[0] ?? null;
  const memberCount = new Set(members).size;
  return {
    model: 'random-intercept',
    n: y.length,
    members: memberCount,
    intercept: fit?.intercept ?? null,
    perYear,
    se,
    df,
    ci: perYear === null ? null : tInterval(perYear, se, df),
    p: perYear === null ? null : tPValue(perYear, se, df),
    pHolm: null,
    varianceBetween: fit?.varianceBetween ?? null,
    varianceWithin: fit?.varianceWithin ?? null,
    singular: fit?.singular ?? null,
    ols: olsSlope(t, y, organisations),
    within: { ...within, pHolm: null },
    exploratory: true,
    instruments: [...new Set(scored.map(({ instrument }) => instrumentKey(instrument)))],
    randomSlope:
      scored.length >= RANDOM_SLOPE_WAVES && memberCount >= RANDOM_SLOPE_MEMBERS
        ? randomSlopeTrend(y, t, members, df)
        : null,
  };
}

function randomSlopeTrend(y: number[], t: number[], members: string[], df: number): RandomSlopeTrend | null {
  const fit = randomSlope(y, t, members);
  if (fit === null) return null;
  return {
    intercept: fit.intercept,
    perYear: fit.slope,
    se: fit.se,
    df,
    ci: tInterval(fit.slope, fit.se, df),
    p: tPValue(fit.slope, fit.se, df),
    varianceIntercept: fit.varianceIntercept,
    varianceSlope: fit.varianceSlope,
    correlation: fit.correlation,
    varianceWithin: fit.varianceWithin,
    singular: fit.singular,
  };
}
