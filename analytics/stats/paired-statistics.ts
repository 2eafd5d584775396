import type { ScaleChange } from '../analysis.ts';
import type { Stayer } from '../pairing.ts';

/** What a change between two waves says beside its mean and its composition. */
export type PairedStatistics = Pick<ScaleChange, 'se' | 'df' | 'ci' | 'dz' | 'g' | 'gCi' | 'wilcoxon'>;

/** Of the same people's change on one scale; null is what the pairs can't give. */
export function pairedStatistics(_stayers: readonly Stayer[]): PairedStatistics {
  return { se: null, df: null, ci: null, dz: null, g: null, gCi: null, wilcoxon: null };
}
