import { meanOf } from '../stats/spread.ts';
import type { ScoredWave } from '../waves.ts';
import { tooFew } from './cell-size.ts';
import { leavesOpen, sameLooks } from './grid.ts';
import type { SuppressionReason } from './suppression.ts';
import { toTenth } from './rounding.ts';

/** The ratings that one organisation received on one question in one wave, by the rater's organisation. */
export interface ReceivedRatings {
  organisation: string;
  byOrganisation: number[][];
}

/** Ratings received on a tie question in a wave, for every organisation of the wave, in its order. */
export function receivedRatings(wave: ScoredWave, question: string): ReceivedRatings[] {
  const given = wave.organisations.map(() => new Map<number, number[]>());
  for (const { from, to, value } of wave.ties.get(question) ?? []) {
    const raters = given[to];
    const sofar = raters?.get(from);
    if (sofar) sofar.push(value);
    else raters?.set(from, [value]);
  }
  return wave.organisations.map((organisation, o) => ({
    organisation,
    byOrganisation: [...(given[o]?.values() ?? [])],
  }));
}

/**
 * The mean of the raters' organisation means, in the question's units to 0.1: only from ≥ `minimumCell` raters in ≥ 3
 * organisations, and only where the rounded mean leaves every small organisation's ratings open (grid.ts).
 */
export function receivedMean(
  { byOrganisation }: Pick<ReceivedRatings, 'byOrganisation'>,
  question: { min: number; max: number },
  minimumCell: number,
): { mean: number | null; reason: SuppressionReason | null } {
  const few = tooFew(byOrganisation.flat().length, byOrganisation.length, minimumCell);
  if (few !== null) return { mean: null, reason: few };
  const parts = byOrganisation.map((own) => ({
    mean: meanOf(own),
    members: own.length,
    steps: [1 / own.length],
    grids: [],
  }));
  const alike = sameLooks(parts, { withSe: false, quantile: null });
  if (!leavesOpen(parts, [question.min, question.max], minimumCell, alike))
    return { mean: null, reason: 'would-single-out' };
  return { mean: toTenth(meanOf(parts.map(({ mean }) => mean))), reason: null };
}
