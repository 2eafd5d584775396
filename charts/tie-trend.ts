import type { ReleasedAnalysis, ReleasedTieLevel } from '@rapport/analytics/release/released-analysis';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { levelName } from '@rapport/messages/words/names';
import { capital } from '@rapport/messages/words/numbers';
import { instrumentOf } from '@rapport/messages/words/standing';
import { suppressionAt } from '@rapport/messages/words/suppressions';
import type { SeriesStyle } from './series-style.ts';
import { goalsWithin, marksWithin, trendWaves, type TrendData, type TrendSeries } from './trend-data.ts';

/** Ties are no scale: their lines are ink, told apart by dash and marker. */
const STYLES: SeriesStyle[] = [
  { token: '--accent', dash: [], marker: 'circle' },
  { token: '--other', dash: [8, 4], marker: 'rect' },
  { token: '--ink', dash: [2, 4], marker: 'triangle' },
  { token: '--other', dash: [9, 3, 2, 3], marker: 'rectRot' },
];
const styleAt = (at: number): SeriesStyle => STYLES[at % STYLES.length] ?? { token: '--ink', dash: [], marker: 'star' };

type Share = 'density' | 'reciprocity' | 'reach';
const SHARES: { key: Share; title: (inputs: Record<string, never>, options: { locale: Locale }) => string }[] = [
  { key: 'density', title: m.levels_density },
  { key: 'reciprocity', title: m.levels_reciprocity },
  { key: 'reach', title: m.levels_reach },
];

/** Density, reciprocity and reach of a question's ties at a level over the closed waves, in percent. */
export function tieTrend(release: ReleasedAnalysis, question: string, level: number, locale: Locale): TrendData {
  const at = (wave: string): ReleasedTieLevel | undefined =>
    release.waves.find((one) => one.wave === wave)?.network?.[question]?.levels.find((one) => one.level === level);
  const instrument = instrumentOf(release, release.waves.at(-1)?.wave ?? '');
  const mode = instrument?.readiness?.tie === question && instrument.readiness.modes.find((one) => one.level === level);
  return overWaves(
    release,
    SHARES.map(({ key, title }) => ({
      scale: key,
      title: title({}, { locale }),
      values: release.waves.map(({ wave }) => {
        const share = at(wave)?.[key];
        return share === null || share === undefined ? null : Math.round(1000 * share) / 10;
      }),
      path: (wave: number) => {
        const place = release.waves[wave]?.network?.[question]?.levels.findIndex((one) => one.level === level) ?? -1;
        return `waves[${wave}].network.${question}${place < 0 ? '' : `.levels[${place}].${key}`}`;
      },
    })),
    mode ? [{ mode: mode.id, name: m.ties_asked_reach({}, { locale }), cut: 100 * mode.reach }] : [],
    m.chart_no_ties({}, { locale }),
  );
}

/** How many groups there are at each level of a question over the closed waves. */
export function pocketTrend(release: ReleasedAnalysis, question: string, locale: Locale): TrendData {
  const instrument = instrumentOf(release, release.waves.at(-1)?.wave ?? '');
  const levels = [
    ...new Set(release.waves.flatMap(({ network }) => network?.[question]?.levels.map(({ level }) => level) ?? [])),
  ].sort((a, b) => a - b);
  const data = overWaves(
    release,
    levels.map((level) => ({
      scale: `level_${level}`,
      title: capital(levelName(instrument, question, level, locale), locale),
      values: release.waves.map(
        ({ network }) => network?.[question]?.levels.find((one) => one.level === level)?.pocketCount ?? null,
      ),
      path: (wave: number) => `waves[${wave}].network.${question}`,
    })),
    [],
    m.chart_no_ties({}, { locale }),
  );
  const most = Math.max(2, ...data.series.flatMap(({ points }) => points.map((point) => point?.mean ?? 0)));
  return { ...data, axis: { top: most + 1, digits: 0 } };
}

interface Line {
  scale: string;
  title: string;
  values: (number | null)[];
  /** Where the release says why a figure of a wave is held back. */
  path: (wave: number) => string;
}

function overWaves(release: ReleasedAnalysis, lines: Line[], cuts: TrendData['cuts'], unsaid: string): TrendData {
  const waves = trendWaves(release);
  const series = lines.map(({ scale, title, values }, at): TrendSeries => ({
    scale,
    title,
    style: styleAt(at),
    points: values.map((mean) => (mean === null ? null : { mean, interval: null, n: null })),
  }));
  return {
    waves,
    series,
    cuts,
    marks: marksWithin(release, waves),
    goals: goalsWithin(release, waves),
    unsaid,
    gaps: lines.flatMap(({ scale, title, values, path }) =>
      waves.flatMap(({ label, day, index }) =>
        values[index] === null ? [{ scale, title, label, day, reason: suppressionAt(release, path(index)) }] : [],
      ),
    ),
  };
}
