import type { Instrument, Readiness } from '@rapport/surveys/instrument';
import type { Declaration } from '@rapport/surveys/panel';
import type { Stage } from './analysis.ts';
import { confidences } from './confidence.ts';
import { organisationsNeeded } from './enough-heard.ts';
import { atLowerQuartile, margins, shares, standing, type Evidence } from './readiness.ts';
import { verdicts } from './verdict.ts';

/** A wave's evidence, and how much of the network it heard. */
export interface StageWave {
  opens: string;
  organisationsHeard: number;
  evidence: Evidence;
}

/** Readiness of every wave, in the order of opening (analytics.md, section 8). */
export function stages(
  readiness: Readiness,
  instrument: Instrument,
  waves: readonly StageWave[],
  declarations: readonly Declaration[],
): Stage[] {
  const ids = readiness.modes.map(({ id }) => id);
  const confidence = waves.map(({ evidence }) => confidences(readiness, evidence));
  const evidence = waves.map((wave, i) => {
    const ofWave = ids.map((id) => confidence[i]?.[id] ?? null);
    return { confidence: ofWave, assessable: isAssessable(wave, ofWave[0] ?? null) };
  });
  const verdictOf = verdicts(ids, evidence);
  return waves.map((wave, i) => {
    const { mode, limitedBy } = standing(readiness, instrument, wave.evidence);
    const declared = { funder: inForce(declarations, 'funder', wave), network: inForce(declarations, 'network', wave) };
    const gapTo = (aim: string | null): number | null => {
      const place = aim === null ? -1 : ids.indexOf(aim);
      return place === -1 || evidence[i]?.assessable !== true ? null : place - (mode === null ? -1 : ids.indexOf(mode));
    };
    return {
      mode,
      limitedBy,
      confidence: confidence[i] ?? {},
      verdict: verdictOf[i] ?? { mode: null, status: 'not-enough-evidence' },
      declared,
      gap: { funder: gapTo(declared.funder), network: gapTo(declared.network) },
      shares: shares(readiness, wave.evidence),
      modeAt: {
        minus5: standing(readiness, instrument, wave.evidence, -5).mode,
        plus5: standing(readiness, instrument, wave.evidence, 5).mode,
      },
      margins: margins(readiness, wave.evidence),
      lowerQuartile: atLowerQuartile(readiness, instrument, wave.evidence),
    };
  });
}

/** Enough to judge by: five organisations heard, half of the wave's, and a confidence in the first mode. */
const isAssessable = ({ organisationsHeard, evidence }: StageWave, firstConfidence: number | null): boolean =>
  organisationsHeard >= organisationsNeeded(evidence.organisations.length) && firstConfidence !== null;

/** The mode declared last by the wave's opening day; of two from the same day the one lower in the table. */
function inForce(declarations: readonly Declaration[], by: Declaration['by'], wave: { opens: string }): string | null {
  let latest: Declaration | null = null;
  for (const declaration of declarations) {
    if (declaration.by !== by || declaration.from > wave.opens) continue;
    if (latest === null || declaration.from >= latest.from) latest = declaration;
  }
  return latest?.mode ?? null;
}
