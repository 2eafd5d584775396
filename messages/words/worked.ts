import { peopleText, rateText } from '@rapport/analytics/release/people';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { confidenceFigure } from './confidence.ts';
import { levelName, modeName, scaleTitle } from './names.ts';
import { capital, percent, points, signed } from './numbers.ts';
import { placeOf, type Standing } from './standing.ts';
import { readinessScales } from './trends.ts';

/** One number in plain words: what it is, what it was made from, and the name of its formula on the page of method. */
export interface Worked {
  /** Where the page of method speaks of it. */
  anchor: MethodAnchor;
  formula: string;
  sentence: string;
}

export const METHOD_ANCHORS = [
  'level',
  'interval',
  'trend',
  'change',
  'events',
  'sure',
  'density',
  'reciprocity',
  'reach',
  'reliability',
] as const;
export type MethodAnchor = (typeof METHOD_ANCHORS)[number];

type Words = (inputs: Record<string, never>, options: { locale: Locale }) => string;
const FORMULAS: Record<MethodAnchor, Words> = {
  level: m.formula_level,
  interval: m.formula_interval,
  trend: m.formula_trend,
  change: m.formula_change,
  events: m.formula_events,
  sure: m.formula_sure,
  density: m.formula_density,
  reciprocity: m.formula_reciprocity,
  reach: m.formula_reach,
  reliability: m.formula_reliability,
};
const EXPLAINED: Record<MethodAnchor, Words> = {
  level: m.method_level_words,
  interval: m.method_interval_words,
  trend: m.method_trend_words,
  change: m.method_change_words,
  events: m.method_events_words,
  sure: m.method_confidence_words,
  density: m.method_density_words,
  reciprocity: m.method_reciprocity_words,
  reach: m.method_reach_words,
  reliability: m.method_reliability_words,
};

export const formulaName = (anchor: MethodAnchor, locale: Locale): string => FORMULAS[anchor]({}, { locale });
export const methodWords = (anchor: MethodAnchor, locale: Locale): string => EXPLAINED[anchor]({}, { locale });

const worked = (anchor: MethodAnchor, sentence: string, locale: Locale): Worked => ({
  anchor,
  formula: formulaName(anchor, locale),
  sentence,
});

/** The levels of the wave on the scales that the verdict rests on, and their intervals. */
export function workedLevels({ wave, label, instrument }: Standing, locale: Locale): Worked[] {
  return readinessScales(instrument).flatMap((scale) => {
    const level = wave.scales[scale];
    if (!level || level.organisationMean === null) return [];
    const words = {
      scale: scaleTitle(instrument, scale, locale),
      wave: label,
      mean: points(level.organisationMean, locale),
      agencies: level.organisations,
      n: peopleText(level.n),
      rate: rateText(wave.responseRate) ?? '–',
    };
    const interval = level.organisationCi;
    return [
      worked('level', m.worked_level(words, { locale }), locale),
      ...(interval
        ? [
            worked(
              'interval',
              m.worked_interval(
                { ...words, low: points(interval[0], locale), high: points(interval[1], locale) },
                { locale },
              ),
              locale,
            ),
          ]
        : []),
    ];
  });
}

/** The movement a year among the same people, scale by scale. */
export function workedTrends({ release, instrument }: Standing, locale: Locale): Worked[] {
  return readinessScales(instrument).flatMap((scale) => {
    const within = release.trends[scale]?.within;
    if (!within || within.perYear === null) return [];
    const words = {
      scale: scaleTitle(instrument, scale, locale),
      perYear: signed(within.perYear, locale),
      people: peopleText(within.members),
      agencies: within.organisations,
      n: peopleText(within.n),
      range: within.ci ? `${points(within.ci[0], locale)} – ${points(within.ci[1], locale)}` : '–',
    };
    return [worked('trend', m.worked_trend(words, { locale }), locale)];
  });
}

/** How sure the rung that the network stands on is, and the one above it. */
export function workedSureness({ stage, modes, wave, label }: Standing, locale: Locale): Worked[] {
  if (!stage) return [];
  const at = placeOf(modes, stage.verdict.mode);
  return modes.slice(Math.max(0, at - 1), at + 1).flatMap((mode) => {
    const confidence = stage.confidence[mode.id];
    if (typeof confidence !== 'number') return [];
    const words = {
      mode: capital(modeName(mode, locale), locale),
      wave: label,
      sure: confidenceFigure(confidence),
      heard: wave.organisationsHeard,
      agencies: wave.organisations,
      reach: percent(mode.reach, locale),
    };
    return [worked('sure', m.worked_sure(words, { locale }), locale)];
  });
}

/** The measures of a wave's ties at one level, and its groups; those without a figure are left out. */
export function workedTies(
  { wave, label, instrument }: Standing,
  question: string,
  level: number,
  locale: Locale,
): Worked[] {
  const found = wave.network?.[question]?.levels.find((one) => one.level === level);
  if (!found) return [];
  const { density, observed, ties, reciprocity, mutual, asymmetric, reach, pocketCount } = found;
  const words = { wave: label, level: levelName(instrument, question, level, locale) };
  const share = (value: number | null, say: (share: string) => Worked): Worked[] =>
    value === null ? [] : [say(percent(value, locale))];
  return [
    ...share(density, (share) =>
      worked('density', m.worked_density({ ...words, share, observed, ties }, { locale }), locale),
    ),
    ...share(reciprocity, (share) =>
      worked('reciprocity', m.worked_reciprocity({ ...words, share, mutual, asymmetric }, { locale }), locale),
    ),
    ...share(reach, (share) => worked('reach', m.worked_reach({ ...words, share }, { locale }), locale)),
    worked(
      'reach',
      m.worked_groups({ ...words, count: pocketCount, what: m.pockets_explain({}, { locale }) }, { locale }),
      locale,
    ),
  ];
}
