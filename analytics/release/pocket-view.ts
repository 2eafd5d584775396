import type { Instrument } from '@rapport/surveys/instrument';
import type { PartLevel, PocketLevel } from '../analysis.ts';
import type { Figure } from './figures.ts';
import type { View } from './level-view.ts';
import type { ReleasedPart, ReleasedTieLevel } from './released-analysis.ts';
import { toHundredth, toTenth } from './rounding.ts';
import { mapValues, readinessScales } from './stage-view.ts';
import type { SuppressionReason } from './suppression.ts';

type PocketFigure = Extract<Figure, { kind: 'pocket' }>;

/** A pocket beside the rest of the network: means to 0.1 where both parts are large enough and nobody is given away. */
export function pocketView(
  level: PocketLevel,
  place: Pick<PocketFigure, 'wave' | 'question' | 'level' | 'pocket'> & { path: string; instrument: Instrument },
  view: View,
): ReleasedTieLevel['pocketLevels'][number] {
  return { pocket: partView(level.pocket, 'pocket', place, view), rest: partView(level.rest, 'rest', place, view) };
}

function partView(
  part: PartLevel,
  name: PocketFigure['part'],
  { wave, question, level, pocket, path, instrument }: Parameters<typeof pocketView>[1],
  { gate, held, people }: View,
): ReleasedPart {
  const reasons = new Map<string, SuppressionReason | null>();
  const scales: ReleasedPart['scales'] = {};
  for (const [scale, { n, organisations, organisationMean, organisationSe }] of Object.entries(part.scales)) {
    const reason = gate({ kind: 'pocket', wave, scale, question, level, pocket, part: name });
    reasons.set(scale, reason);
    const at = `${path}.${name}.scales.${scale}`;
    scales[scale] = {
      n: people(n),
      organisations,
      organisationMean: held.pass(`${at}.organisationMean`, toTenth(organisationMean), reason),
      organisationSe: held.pass(`${at}.organisationSe`, toTenth(organisationSe), reason),
    };
  }
  const { readiness } = part;
  const restsOn = readinessScales(instrument).map((scale) => reasons.get(scale) ?? null);
  const shown = readiness && {
    mode: readiness.mode,
    limitedBy: readiness.limitedBy,
    confidence: mapValues(readiness.confidence, toHundredth),
  };
  return {
    organisations: part.organisations,
    scales,
    readiness: held.pass(`${path}.${name}.readiness`, shown, restsOn.find((reason) => reason !== null) ?? null),
  };
}
