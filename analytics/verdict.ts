import type { Stage } from './analysis.ts';

/** What one wave says, modes in rising order; a confidence is null when it can't be had. */
export interface WaveEvidence {
  assessable: boolean;
  confidence: readonly (number | null)[];
}

const GRANT = 0.8;
const WITHDRAW = 0.2;
const DOUBT = 0.5;
/** Unassessable waves that may lie between two that count as running. */
const GAP = 1;

/**
 * The verdict wave by wave (analytics.md, section 8). A mode is granted when its confidence is ≥ .80 in this assessable wave
 * and in the one before it, and withdrawn at ≤ .20, or below .50 in two running; between the two at most one unassessable wave
 * may lie. `modes` are ids in rising order. An unassessable wave changes nothing and carries the verdict on.
 */
export function verdicts(modes: readonly string[], waves: readonly WaveEvidence[]): Stage['verdict'][] {
  const granted = modes.map(() => false);
  let last: { at: number; confidence: WaveEvidence['confidence'] } | null = null;
  return waves.map(({ assessable, confidence }, at) => {
    if (!assessable) return { mode: modes[heldBy(granted)] ?? null, status: 'not-enough-evidence' };
    const before = last !== null && at - last.at - 1 <= GAP ? last.confidence : [];
    last = { at, confidence };
    modes.forEach((_, i) => {
      const now = confidence[i] ?? null;
      const then = before[i] ?? null;
      if (now === null) return;
      if (granted[i] === true) granted[i] = !(now <= WITHDRAW || (now < DOUBT && then !== null && then < DOUBT));
      else granted[i] = now >= GRANT && then !== null && then >= GRANT;
    });
    const held = heldBy(granted);
    return {
      mode: modes[held] ?? null,
      status: statusOf(confidence[held] ?? null, confidence[held + 1] ?? null, held),
    };
  });
}

/** Place of the highest mode granted with all below it granted; −1 for none. */
function heldBy(granted: readonly boolean[]): number {
  const missing = granted.indexOf(false);
  return (missing === -1 ? granted.length : missing) - 1;
}

function statusOf(held: number | null, next: number | null, place: number): Stage['verdict']['status'] {
  if (held !== null && held < DOUBT) return 'weakening';
  if (next !== null && next >= GRANT) return 'approaching';
  return place >= 0 ? 'granted' : 'none';
}
