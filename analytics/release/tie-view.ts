import type { TieLevel, TieQuestionResult } from '../analysis.ts';
import type { Audience, ReleasedTieQuestion } from './released-analysis.ts';
import { toThousandth } from './rounding.ts';
import type { Withholding } from './withholding.ts';

interface TieView {
  audience: Audience;
  visibility: 'agency' | 'aggregate';
  /** Organisations that the audience may know by name. */
  named: ReadonlySet<string>;
  /** Means received, already fit to leave; used for `aggregate` questions of leads. */
  received: { organisation: string; mean: number | null }[];
  held: Withholding;
}

/**
 * A tie question as an audience may see it. What an `agency` question asks is a statement about the agency's work: leads see its
 * ratings by name. Of an `aggregate` question only means received leave. Funders get network figures and no tie of anybody.
 */
export function tieView(
  result: TieQuestionResult,
  path: string,
  { audience, visibility, named, received, held }: TieView,
): ReleasedTieQuestion {
  if (visibility === 'aggregate') {
    held.never(`${path}.weightedReciprocity`, result.weightedReciprocity, 'aggregate-only');
    if (result.levels.length > 0) held.never(`${path}.levels`, result.levels, 'aggregate-only');
    if (result.ratings.length > 0) held.never(`${path}.ratings`, result.ratings, 'aggregate-only');
    if (audience === 'funder' && received.length > 0) held.never(`${path}.received`, received, 'not-for-funders');
    return {
      visibility,
      weightedReciprocity: null,
      levels: [],
      ratings: [],
      received: audience === 'lead' ? received : [],
    };
  }
  if (audience === 'funder' && result.ratings.length > 0)
    held.never(`${path}.ratings`, result.ratings, 'not-for-funders');
  return {
    visibility,
    weightedReciprocity: toThousandth(result.weightedReciprocity),
    levels: result.levels.map((level, l) => {
      const pockets = level.pockets.filter((pocket) => pocket.every((organisation) => named.has(organisation)));
      if (pockets.length < level.pockets.length)
        held.never(`${path}.levels[${l}].pockets`, level.pockets, 'not-for-funders');
      return { ...rounded(level), pockets, pocketCount: level.pockets.length };
    }),
    ratings: audience === 'lead' ? result.ratings : [],
    received: [],
  };
}

/** Shares to 0.001: their counts stand beside them. */
function rounded(level: TieLevel): TieLevel {
  const { density, reciprocity, reach, reachAll, sincePrevious } = level;
  return {
    ...level,
    density: toThousandth(density),
    reciprocity: toThousandth(reciprocity),
    reach: toThousandth(reach),
    reachAll: toThousandth(reachAll),
    sincePrevious: sincePrevious && { ...sincePrevious, jaccard: toThousandth(sincePrevious.jaccard) },
  };
}
