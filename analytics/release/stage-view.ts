import type { Instrument } from '@rapport/surveys/instrument';
import type { Stage } from '../analysis.ts';
import type { Gate } from './figures.ts';
import { toHundredth, toTenth, toThousandth } from './rounding.ts';
import type { SuppressionReason } from './suppression.ts';
import type { Withholding } from './withholding.ts';

type N = number | null;

/** The scales that any mode of an instrument's readiness rests on. */
export const readinessScales = (instrument: Instrument): string[] => [
  ...new Set((instrument.readiness?.modes ?? []).flatMap((mode) => Object.keys(mode.scales))),
];

/** Why the level of some readiness scale stays back; null when all go out. */
export const readinessReason = (instrument: Instrument, wave: string, gate: Gate): SuppressionReason | null =>
  readinessScales(instrument)
    .map((scale) => gate({ kind: 'level', wave, scale }))
    .find((reason) => reason !== null) ?? null;

export const mapValues = <T, U>(values: Record<string, T>, to: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, to(value)]));

/**
 * Readiness as an audience may see it: confidence and shares to 0.01, margins as the means are. It rests on the means of its
 * scales: where one of them stays back, so does the stage, for the same reason.
 */
export function stageView(
  stage: Stage | null,
  instrument: Instrument,
  { wave, path }: { wave: string; path: string },
  { gate, held }: { gate: Gate; held: Withholding },
): Stage | null {
  if (stage === null) return null;
  const { mode, limitedBy, confidence, verdict, declared, gap, shares, modeAt, margins, lowerQuartile } = stage;
  const shown: Stage = {
    mode,
    limitedBy,
    confidence: mapValues<N, N>(confidence, toHundredth),
    verdict: { mode: verdict.mode, status: verdict.status },
    declared: { funder: declared.funder, network: declared.network },
    gap: { funder: gap.funder, network: gap.network },
    shares: mapValues<N, N>(shares, toHundredth),
    modeAt: { minus5: modeAt.minus5, plus5: modeAt.plus5 },
    margins: mapValues(margins, ({ scales, reach }) => ({
      scales: mapValues<N, N>(scales, toTenth),
      reach: toThousandth(reach),
    })),
    lowerQuartile: { silent: lowerQuartile.silent, mode: lowerQuartile.mode, holds: lowerQuartile.holds },
  };
  return held.pass(path, shown, readinessReason(instrument, wave, gate));
}
