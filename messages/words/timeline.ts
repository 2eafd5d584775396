import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { modeNameById } from './names.ts';
import { capital } from './numbers.ts';
import { placeOf, standing, waveLabel } from './standing.ts';

/** Since when the network has stood where it stands by its verdict. Null before the first verdict with a mode, or without readiness. */
export function timelineSentence(release: ReleasedAnalysis, locale: Locale): string | null {
  const now = standing(release);
  if (!now?.stage) return null;
  const { mode } = now.stage.verdict;
  const { waves } = release;
  const lastOther = waves.findLastIndex((wave) => wave.stage !== null && wave.stage.verdict.mode !== mode);
  const since = waves[lastOther + 1];
  if (!since) return null;
  if (mode === null) return m.timeline_none({}, { locale });
  const words = {
    mode: capital(modeNameById(now.modes, mode, locale), locale),
    wave: waveLabel(release, since.wave),
    count: waves.length - lastOther - 1,
  };
  const before = waves[lastOther]?.stage?.verdict.mode ?? null;
  return lastOther >= 0 && placeOf(now.modes, before) > placeOf(now.modes, mode)
    ? m.timeline_down(words, { locale })
    : m.timeline_since(words, { locale });
}
