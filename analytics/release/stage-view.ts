import type { Instrument } from '@rapport/surveys/instrument';
import type { Stage } from '../analysis.ts';
import type { Gate } from './figures.ts';
import { toHundredth } from './rounding.ts';
import type { Withholding } from './withholding.ts';

/**
 * Readiness as an audience may see it: confidence and shares to 0.01. It rests on the means of its scales: where one of them
 * stays back, so does the stage, for the same reason.
 */
export function stageView(
  stage: Stage | null,
  instrument: Instrument,
  { wave, path }: { wave: string; path: string },
  { gate, held }: { gate: Gate; held: Withholding },
): Stage | null {
  if (stage === null) return null;
  const scales = new Set((instrument.readiness?.modes ?? []).flatMap((mode) => Object.keys(mode.scales)));
  const reason = [...scales].map((scale) => gate({ kind: 'level', wave, scale })).find((why) => why !== null) ?? null;
  const round = (values: Stage['shares']): Stage['shares'] =>
    Object.fromEntries(Object.entries(values).map(([mode, value]) => [mode, toHundredth(value)]));
  return held.pass(path, { ...stage, confidence: round(stage.confidence), shares: round(stage.shares) }, reason);
}
