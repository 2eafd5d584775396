import type { People, PeopleRate, ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import type { SuppressionReason } from '@rapport/analytics/release/suppression';
import type { Locale } from '@rapport/messages/runtime';
import { modeName, scaleTitle } from '@rapport/messages/words/names';
import { capital } from '@rapport/messages/words/numbers';
import { waveLabel } from '@rapport/messages/words/standing';
import { suppressionAt } from '@rapport/messages/words/suppressions';
import { readinessScales } from '@rapport/messages/words/trends';
import type { Instrument } from '@rapport/surveys/instrument';
import { seriesStyle, type SeriesStyle } from './series-style.ts';

/** Days since 1970, the horizontal axis of every chart over time: waves and log stand where they fell. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

export interface TrendWave {
  wave: string;
  /** Place among the waves of the release. */
  index: number;
  label: string;
  day: number;
  responded: People;
  responseRate: PeopleRate;
  organisations: number;
  organisationsHeard: number;
}

export interface TrendPoint {
  mean: number;
  interval: [number, number] | null;
  /** People behind it; null where the figure is none of people. */
  n: People | null;
}

/** The vertical axis of a chart that is not of 0–100 points: its end, and how many decimals its figures have. */
export interface TrendAxis {
  top: number;
  digits: number;
}

export interface TrendSeries {
  scale: string;
  title: string;
  style: SeriesStyle;
  /** One place per wave; null is a gap: held back, or nobody to hear. */
  points: (TrendPoint | null)[];
}

export interface TrendData {
  /** Left out for 0–100. */
  axis?: TrendAxis;
  waves: TrendWave[];
  series: TrendSeries[];
  /** Cut-points that all scales of a mode share, lowest first. */
  cuts: { mode: string; name: string; cut: number }[];
  /** The log's entries within the time shown, numbered as in the whole log. */
  marks: { event: string; number: number; title: string; day: number }[];
  /** Days within the time shown on which the network agreed on goals, or on other ones. */
  goals: number[];
  /** What a place without a figure and without a reason is for: nobody was heard, where this is left out. */
  unsaid?: string;
  /** Places without a figure; only those with a reason are held back. */
  gaps: { scale: string; title: string; label: string; day: number; reason: SuppressionReason | null }[];
}

/** What part of a release a chart shows: scale ids, and the first and last wave; empty and null mean all. */
export interface TrendView {
  scales: string[];
  from: string | null;
  to: string | null;
}

const MOST_SERIES = 6;

/** The release as a chart over time: a choice and an order, no statistic. */
export function trendData(
  release: ReleasedAnalysis,
  instrument: Instrument | null,
  locale: Locale,
  view: TrendView = { scales: [], from: null, to: null },
): TrendData {
  const place = (wave: string | null, fallback: number) => {
    const at = release.waves.findIndex((one) => one.wave === wave);
    return at < 0 ? fallback : at;
  };
  const start = place(view.from, 0);
  const shown = release.waves.slice(start, place(view.to, release.waves.length - 1) + 1);
  const waves = trendWaves(release).slice(start, start + shown.length);
  const all = instrument?.scales.map(({ id }) => id) ?? Object.keys(release.trends);
  const wanted = view.scales.filter((id) => all.includes(id));
  const first = readinessScales(instrument);
  const chosen =
    wanted.length > 0 ? wanted : [...first, ...all.filter((id) => !first.includes(id))].slice(0, MOST_SERIES);
  const series = chosen.map((scale): TrendSeries => ({
    scale,
    title: scaleTitle(instrument, scale, locale),
    style: seriesStyle(scale, all),
    points: shown.map(({ scales }) => {
      const level = scales[scale];
      return level && level.organisationMean !== null
        ? { mean: level.organisationMean, interval: level.organisationCi, n: level.n }
        : null;
    }),
  }));
  return {
    waves,
    series,
    cuts: sharedCuts(instrument, locale),
    marks: marksWithin(release, waves),
    goals: goalsWithin(release, waves),
    gaps: series.flatMap(({ scale, title, points }) =>
      waves.flatMap(({ label, day, index }, at) => {
        const reason = suppressionAt(release, `waves[${index}].scales.${scale}.organisationMean`);
        return points[at] === null ? [{ scale, title, label, day, reason }] : [];
      }),
    ),
  };
}

/** The closed waves as places on the axis of time. */
export const trendWaves = (release: ReleasedAnalysis): TrendWave[] =>
  release.waves.map((wave, index) => {
    const opens = release.context.waves.find((row) => row.wave === wave.wave)?.opens;
    return {
      wave: wave.wave,
      index,
      label: waveLabel(release, wave.wave),
      day: opens ? dayNumber(opens) : index,
      responded: wave.responded,
      responseRate: wave.responseRate,
      organisations: wave.organisations,
      organisationsHeard: wave.organisationsHeard,
    };
  });

function sharedCuts(instrument: Instrument | null, locale: Locale): TrendData['cuts'] {
  return (instrument?.readiness?.modes ?? []).flatMap((mode) => {
    const [cut, ...others] = new Set(Object.values(mode.scales));
    return cut === undefined || others.length > 0
      ? []
      : [{ mode: mode.id, name: capital(modeName(mode, locale), locale), cut }];
  });
}

/** Room on both sides of the first and last wave, in days: half the mean distance between waves, 45 for a single wave. */
export function sideRoom(waves: TrendWave[]): number {
  const first = waves.at(0)?.day ?? 0;
  const last = waves.at(-1)?.day ?? 0;
  return waves.length > 1 ? (last - first) / (waves.length - 1) / 2 : 45;
}

function isShown(day: number, waves: TrendWave[]): boolean {
  const room = sideRoom(waves);
  return day >= (waves.at(0)?.day ?? 0) - room && day <= (waves.at(-1)?.day ?? 0) + room;
}

export const goalsWithin = (release: ReleasedAnalysis, waves: TrendWave[]): number[] =>
  release.context.goals.map(({ from }) => dayNumber(from)).filter((day) => isShown(day, waves));

export const marksWithin = (release: ReleasedAnalysis, waves: TrendWave[]): TrendData['marks'] =>
  numberedLog(release)
    .map(({ event, number, title, starts }) => ({ event, number, title, day: dayNumber(starts) }))
    .filter(({ day }) => isShown(day, waves));

/** The log by date, numbered from 1: the numbers that stand at the marks in charts and beside the entries. */
export function numberedLog(
  release: ReleasedAnalysis,
): (ReleasedAnalysis['context']['events'][number] & { number: number })[] {
  return [...release.context.events]
    .sort((a, b) => (a.starts < b.starts ? -1 : a.starts > b.starts ? 1 : a.event < b.event ? -1 : 1))
    .map((event, index) => ({ ...event, number: index + 1 }));
}
