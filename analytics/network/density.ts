import type { TieLevel } from '../analysis.ts';
import type { Ratings } from './ratings.ts';

/** Ties at or above the level over observed ordered pairs, 0–1; null when no pair was observed. */
export function density({ values, observed }: Ratings, level: number): Pick<TieLevel, 'observed' | 'ties' | 'density'> {
  let ties = 0;
  for (const cell of observed) if ((values[cell] ?? 0) >= level) ties += 1;
  return { observed: observed.length, ties, density: observed.length === 0 ? null : ties / observed.length };
}
