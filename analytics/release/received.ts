import type { ScoredWave } from '../waves.ts';
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
 * organisations, and not where all gave the question's lowest or highest value, which would tell every answer.
 */
export function receivedMean(
  { byOrganisation }: Pick<ReceivedRatings, 'byOrganisation'>,
  question: { min: number; max: number },
  minimumCell: number,
): { mean: number | null; reason: SuppressionReason | null } {
  const ratings = byOrganisation.flat();
  if (ratings.length < minimumCell) return { mean: null, reason: 'too-few-members' };
  if (byOrganisation.length < 3) return { mean: null, reason: 'too-few-organisations' };
  const means = byOrganisation.map((own) => own.reduce((sum, value) => sum + value, 0) / own.length);
  const mean = toTenth(means.reduce((sum, value) => sum + value, 0) / means.length);
  if (mean === null || mean <= question.min || mean >= question.max) return { mean: null, reason: 'would-single-out' };
  return { mean, reason: null };
}
