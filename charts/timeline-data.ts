import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import type { Locale } from '@rapport/messages/runtime';
import { confidenceFigure } from '@rapport/messages/words/confidence';
import { modeName } from '@rapport/messages/words/names';
import { capital } from '@rapport/messages/words/numbers';
import { standing, waveLabel } from '@rapport/messages/words/standing';

/** One rung at one wave. */
export interface TimelineCell {
  wave: string;
  /** 0–1; null where it is not known. */
  confidence: number | null;
  /** The same in 100, as it is written. */
  figure: string;
  /** Whether the verdict stood on this rung, the funder asked for it, the network aimed at it. */
  verdict: boolean;
  mandate: boolean;
  aim: boolean;
}

/** The ladder over the waves, its highest rung first: how surely each was reached. */
export interface TimelineData {
  waves: { wave: string; label: string }[];
  rungs: { mode: string; name: string; cells: TimelineCell[] }[];
}

/** The release as a ladder over time: a choice and an order, no statistic. No rungs without readiness. */
export function timelineData(release: ReleasedAnalysis, locale: Locale): TimelineData {
  return {
    waves: release.waves.map(({ wave }) => ({ wave, label: waveLabel(release, wave) })),
    rungs: (standing(release)?.modes ?? []).toReversed().map((mode) => ({
      mode: mode.id,
      name: capital(modeName(mode, locale), locale),
      cells: release.waves.map(({ wave, stage }) => ({
        wave,
        confidence: stage?.confidence[mode.id] ?? null,
        figure: confidenceFigure(stage?.confidence[mode.id]),
        verdict: stage?.verdict.mode === mode.id,
        mandate: stage?.declared.funder === mode.id,
        aim: stage?.declared.network === mode.id,
      })),
    })),
  };
}
