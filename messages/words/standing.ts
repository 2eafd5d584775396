import type { Stage } from '@rapport/analytics/analysis';
import type { ReleasedAnalysis, ReleasedWave } from '@rapport/analytics/release/released-analysis';
import type { Instrument, Mode } from '@rapport/surveys/instrument';
import { instrumentKey } from '@rapport/surveys/instrument-key';

/** One closed wave of a release with what is needed to speak of it: its label, its instrument, the modes in rising order. */
export interface Standing {
  release: ReleasedAnalysis;
  wave: ReleasedWave;
  label: string;
  opens: string | null;
  instrument: Instrument | null;
  modes: Mode[];
  stage: Stage | null;
}

/** The instrument that a wave used, or the network's own where the wave is not among the context's. */
export function instrumentOf(release: ReleasedAnalysis, wave: string): Instrument | null {
  const key = release.context.waves.find((row) => row.wave === wave)?.instrument ?? release.instrument;
  const { instruments } = release.context;
  return instruments.find((one) => instrumentKey(one) === key) ?? instruments[0] ?? null;
}

/** How a wave is called: its label, else its id. */
export const waveLabel = (release: ReleasedAnalysis, wave: string): string =>
  release.context.waves.find((row) => row.wave === wave)?.label ?? wave;

/** The standing at `wave`, by default the last closed one; null when no wave of that id is in the release. */
export function standing(release: ReleasedAnalysis, wave?: string): Standing | null {
  const found = wave === undefined ? release.waves.at(-1) : release.waves.find((one) => one.wave === wave);
  if (!found) return null;
  const instrument = instrumentOf(release, found.wave);
  return {
    release,
    wave: found,
    label: waveLabel(release, found.wave),
    opens: release.context.waves.find((row) => row.wave === found.wave)?.opens ?? null,
    instrument,
    modes: instrument?.readiness?.modes ?? [],
    stage: found.stage,
  };
}

/** Place of a mode on the ladder from 1; 0 for none. */
export const placeOf = (modes: Pick<Mode, 'id'>[], id: string | null): number =>
  modes.findIndex((mode) => mode.id === id) + 1;

/** The rung above `id` (above the ground for null); null at the top. */
export const modeAbove = (modes: Mode[], id: string | null): Mode | null => modes[placeOf(modes, id)] ?? null;

/** Whether an unassessable wave left the verdict as it was. */
export const isJudged = (stage: Stage | null): stage is Stage =>
  stage !== null && stage.verdict.status !== 'not-enough-evidence';

/** The groups that are further on than the whole: those that may be named, and how many there are in all. */
export interface PocketsAhead {
  mode: Mode;
  pockets: string[][];
  count: number;
}

/**
 * Pockets of the wave at the tie level of the first rung above the verdict that has any. Null when there is none, or the
 * instrument gives no readiness.
 */
export function pocketsAhead({ wave, modes, stage, instrument }: Standing): PocketsAhead | null {
  const question = instrument?.readiness?.tie;
  if (!question || !stage) return null;
  for (const mode of modes.slice(placeOf(modes, stage.verdict.mode))) {
    const level = wave.network?.[question]?.levels.find((one) => one.level === mode.level);
    if (level && level.pocketCount > 0) return { mode, pockets: level.pockets, count: level.pocketCount };
  }
  return null;
}
