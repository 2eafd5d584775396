import type { TieLevel } from '../analysis.ts';
import type { Dyad } from './ratings.ts';

/** Of the dyads observed from both sides and tied from at least one, the share tied from both: mutual/(mutual + asymmetric); null when none is tied. */
export function reciprocity(
  dyads: readonly Dyad[],
  level: number,
): Pick<TieLevel, 'dyads' | 'mutual' | 'asymmetric' | 'reciprocity'> {
  let mutual = 0;
  let asymmetric = 0;
  for (const { ab, ba } of dyads) {
    if (ab >= level && ba >= level) mutual += 1;
    else if (ab >= level || ba >= level) asymmetric += 1;
  }
  const tied = mutual + asymmetric;
  return { dyads: dyads.length, mutual, asymmetric, reciprocity: tied === 0 ? null : mutual / tied };
}

/** Σ 2·min(ab, ba)/Σ (ab + ba) over dyads observed from both sides, 0–1; null when nobody rates above 0. */
export function weightedReciprocity(dyads: readonly Dyad[]): number | null {
  let shared = 0;
  let all = 0;
  for (const { ab, ba } of dyads) {
    shared += 2 * Math.min(ab, ba);
    all += ab + ba;
  }
  return all === 0 ? null : shared / all;
}
