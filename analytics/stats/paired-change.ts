import type { Interval } from '../analysis.ts';
import { clusteredMean } from './clustered-mean.ts';
import { standardizedChange } from './hedges-g.ts';
import { wilcoxon, type SignedRank } from './wilcoxon.ts';

export interface PairedChange {
  /** Mean difference after − before, in the units of the scores. */
  mean: number | null;
  se: number | null;
  df: number | null;
  ci: Interval | null;
  dz: number | null;
  g: number | null;
  gCi: Interval | null;
  wilcoxon: SignedRank;
}

/**
 * The change of the same people between two waves: mean difference with CR2 by organisation, Satterthwaite df and 95% interval
 * (`clustered-mean.ts`), d_z, g and its interval (`hedges-g.ts`), and the signed rank test (`wilcoxon.ts`). `organisations[i]` is
 * where the person of `differences[i]` belonged. With one organisation se, df and ci are null; differences that are all the same
 * have se 0 and no d_z.
 *
 * @example pairedChange([1, 2, 3, 6], ['a', 'a', 'b', 'b']).mean // 3
 */
export function pairedChange(differences: readonly number[], organisations: readonly string[]): PairedChange {
  return {
    ...clusteredMean(differences, organisations),
    ...standardizedChange(differences),
    wilcoxon: wilcoxon(differences),
  };
}
