import type { Asymmetry } from '../analysis.ts';
import type { Dyad } from './ratings.ts';

/**
 * Perception asymmetry per dyad: one side rates the tie above what the other does. Over dyads observed from both sides, in
 * steps of the question; `meanGap` is null when there is none.
 */
export function asymmetry(dyads: readonly Dyad[], organisations: readonly string[]): Asymmetry {
  const name = (place: number): string => organisations[place] ?? '';
  const pairs = dyads
    .filter(({ ab, ba }) => ab !== ba)
    .map(({ a, b, ab, ba }) =>
      ab > ba ? { higher: name(a), lower: name(b), gap: ab - ba } : { higher: name(b), lower: name(a), gap: ba - ab },
    )
    .sort((x, y) => y.gap - x.gap || compare(x.higher, y.higher) || compare(x.lower, y.lower));
  const gaps = pairs.reduce((sum, { gap }) => sum + gap, 0);
  return {
    dyads: dyads.length,
    differing: pairs.length,
    meanGap: dyads.length === 0 ? null : gaps / dyads.length,
    pairs,
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
