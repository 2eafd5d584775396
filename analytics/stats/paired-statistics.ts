import type { ScaleChange } from '../analysis.ts';
import type { Stayer } from '../pairing.ts';
import { pairedChange } from './paired-change.ts';

/** What a change between two waves says beside its mean and its composition. */
export type PairedStatistics = Pick<ScaleChange, 'se' | 'df' | 'ci' | 'dz' | 'g' | 'gCi' | 'wilcoxon'>;

/** Of the same people's change on one scale (analytics.md, 4); null is what the pairs can't give. */
export function pairedStatistics(stayers: readonly Stayer[]): PairedStatistics {
  const { se, df, ci, dz, g, gCi, wilcoxon } = pairedChange(
    stayers.map(({ before, after }) => after - before),
    stayers.map(({ organisation }) => organisation),
  );
  return { se, df, ci, dz, g, gCi, wilcoxon };
}
