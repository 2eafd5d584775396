import type { ReleasedAnalysis, ReleasedChange } from '@rapport/analytics/release/released-analysis';
import type { Instrument } from '@rapport/surveys/instrument';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { factorName } from './names.ts';
import { figure, list } from './numbers.ts';
import { waveLabel } from './standing.ts';
import { reasonsUnder } from './suppressions.ts';
import { readinessScales } from './trends.ts';

/** The change between the last two closed waves; null with fewer than two. */
export function latestChange({ waves, changes }: ReleasedAnalysis): ReleasedChange | null {
  const [from, to] = waves.slice(-2);
  return changes.find((change) => change.from === from?.wave && change.to === to?.wave) ?? null;
}

/** What moved among the same people since the wave before, where the interval is clear of zero. */
export function changeSentence(
  release: ReleasedAnalysis,
  change: ReleasedChange,
  instrument: Instrument | null,
  locale: Locale,
): string {
  const wave = waveLabel(release, change.from);
  const moved = readinessScales(instrument).flatMap((scale) => {
    const { mean = null, ci } = change.scales[scale] ?? {};
    if (mean === null || !ci || (ci[0] <= 0 && ci[1] >= 0)) return [];
    const words = { scale: factorName(instrument, scale, locale), points: figure(Math.abs(mean), locale) };
    return [mean > 0 ? m.change_up(words, { locale }) : m.change_down(words, { locale })];
  });
  if (moved.length > 0) return m.change_since({ wave, changes: list(moved, locale) }, { locale });
  const known = readinessScales(instrument).map((scale) => typeof change.scales[scale]?.mean === 'number');
  if (!known.includes(true)) return m.change_unknown({ wave }, { locale });
  return known.includes(false) ? m.change_none_shown({ wave }, { locale }) : m.change_none({ wave }, { locale });
}

/** Whether any part of the change can be shown, so that a table of its parts says something. */
export const changeIsShown = ({ scales }: ReleasedChange): boolean =>
  Object.values(scales).some(({ mean, entry, exit, total }) =>
    [mean, entry, exit, total].some((part) => part !== null),
  );

/** Why parts of a change are held back, in words, each reason once. */
export function changeReasons(release: ReleasedAnalysis, change: ReleasedChange, locale: Locale): string[] {
  const path = `changes[${release.changes.indexOf(change)}].scales`;
  const parts = ['mean', 'total', 'entry', 'exit'];
  return reasonsUnder(
    release,
    Object.keys(change.scales).flatMap((scale) => parts.map((part) => `${path}.${scale}.${part}`)),
    locale,
  );
}
