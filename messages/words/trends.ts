import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import type { Instrument } from '@rapport/surveys/instrument';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { factorName } from './names.ts';
import { capital, figure, list } from './numbers.ts';
import { suppressionAt } from './suppressions.ts';

/** Scales that the readiness verdict rests on, in the instrument's order; all scales where there is no readiness. */
export function readinessScales(instrument: Instrument | null): string[] {
  const used = new Set(instrument?.readiness?.modes.flatMap((mode) => Object.keys(mode.scales)) ?? []);
  const all = instrument?.scales.map(({ id }) => id) ?? [];
  return used.size > 0 ? all.filter((id) => used.has(id)) : all;
}

interface Movement {
  scale: string;
  perYear: number;
}

/** Readiness scales whose within-member trend stands after Holm's correction at .05: the rest may be chance. */
export function clearMovements({ trends }: ReleasedAnalysis, instrument: Instrument | null): Movement[] {
  return readinessScales(instrument).flatMap((scale) => {
    const within = trends[scale]?.within;
    const perYear = within?.perYear ?? null;
    const p = within?.pHolm ?? within?.p ?? null;
    return perYear !== null && p !== null && p < 0.05 ? [{ scale, perYear }] : [];
  });
}

/** The finding over the trend chart: what rose, what fell, by how much a year among the same people. */
export function trendSentence(release: ReleasedAnalysis, instrument: Instrument | null, locale: Locale): string {
  if (release.waves.length < 2) return m.trend_one_wave({}, { locale });
  const scales = readinessScales(instrument);
  if (scales.every((scale) => (release.trends[scale]?.within?.perYear ?? null) === null))
    return scales.some((scale) => suppressionAt(release, `trends.${scale}.within.perYear`))
      ? m.trend_held_back({}, { locale })
      : m.trend_unknown({}, { locale });
  const moved = clearMovements(release, instrument);
  const up = moved.filter(({ perYear }) => perYear > 0);
  const down = moved.filter(({ perYear }) => perYear < 0);
  const names = (movements: Movement[]) =>
    list(
      movements.map(({ scale }) => factorName(instrument, scale, locale)),
      locale,
    );
  const strongest = (movements: Movement[]) =>
    movements.reduce((most, one) => (Math.abs(one.perYear) > Math.abs(most.perYear) ? one : most));
  const amount = ({ perYear }: Movement) => figure(Math.abs(perYear), locale, 0);
  if (up.length > 0 && down.length > 0)
    return m.trend_mixed({ up: capital(names(up), locale), down: names(down) }, { locale });
  const [direction, one, many] =
    down.length > 0 ? [down, m.trend_down_one, m.trend_down_many] : [up, m.trend_up_one, m.trend_up_many];
  if (direction.length === 0) return m.trend_flat({}, { locale });
  const most = strongest(direction);
  const words = { names: capital(names(direction), locale), points: amount(most) };
  return direction.length === 1
    ? one(words, { locale })
    : many({ ...words, strongest: factorName(instrument, most.scale, locale) }, { locale });
}

/** Said where the model over all people and the same people's own change point in different directions. */
export function disagreeingTrends(
  { trends }: ReleasedAnalysis,
  instrument: Instrument | null,
  locale: Locale,
): string[] {
  return readinessScales(instrument).flatMap((scale) => {
    const all = trends[scale]?.perYear ?? null;
    const same = trends[scale]?.within?.perYear ?? null;
    const apart = all !== null && same !== null && Math.sign(all) !== Math.sign(same) && Math.abs(all - same) >= 1;
    return apart
      ? [m.trend_disagrees({ scale: capital(factorName(instrument, scale, locale), locale) }, { locale })]
      : [];
  });
}

/** What has to be known beside the trend: scales that the verdict does not rest on, and versions that it spans. */
export function trendNotes({ trends }: ReleasedAnalysis, instrument: Instrument | null, locale: Locale): string[] {
  const known = Object.entries(trends).flatMap(([scale, trend]) => (trend ? [{ scale, ...trend }] : []));
  const beside = known
    .filter(({ exploratory }) => exploratory)
    .map(({ scale }) => factorName(instrument, scale, locale));
  const versions = [...new Set(known.flatMap(({ instruments }) => instruments))];
  return [
    ...(instrument?.readiness && beside.length > 0
      ? [m.trend_exploratory({ scales: capital(list(beside, locale), locale) }, { locale })]
      : []),
    ...(versions.length > 1 ? [m.trend_versions({ versions: list(versions, locale) }, { locale })] : []),
  ];
}
