import type { Instrument } from '@rapport/surveys/instrument';
import type { Asymmetry, PocketFate, PocketLife, Stability, TieLevel, TieQuestionResult } from '../analysis.ts';
import type { View } from './level-view.ts';
import { pocketView } from './pocket-view.ts';
import type { Audience, ReleasedTieLevel, ReleasedTieQuestion } from './released-analysis.ts';
import { intervalToThousandth, toHundredth, toThousandth } from './rounding.ts';

export interface TiePlace {
  wave: string;
  question: string;
  path: string;
  instrument: Instrument;
  audience: Audience;
  visibility: 'agency' | 'aggregate';
  /** Organisations that the audience may know by name. */
  named: ReadonlySet<string>;
  /** Means received, already fit to leave; used for `aggregate` questions of leads. */
  received: { organisation: string; mean: number | null }[];
}

/**
 * A tie question as an audience may see it. What an `agency` question asks is a statement about the agency's work: leads see its
 * ratings by name. Of an `aggregate` question only means received leave. Funders get network figures and no tie of anybody.
 */
export function tieView(result: TieQuestionResult, place: TiePlace, view: View): ReleasedTieQuestion {
  return place.visibility === 'aggregate' ? aggregateView(result, place, view) : agencyView(result, place, view);
}

function aggregateView(
  result: TieQuestionResult,
  { path, audience, visibility, received }: TiePlace,
  { held }: View,
): ReleasedTieQuestion {
  for (const key of ['weightedReciprocity', 'carried', 'asymmetry'] as const)
    held.never(`${path}.${key}`, result[key], 'aggregate-only');
  for (const key of ['levels', 'ratings'] as const)
    if (result[key].length > 0) held.never(`${path}.${key}`, result[key], 'aggregate-only');
  if (audience === 'funder' && received.length > 0) held.never(`${path}.received`, received, 'not-for-funders');
  return {
    visibility,
    weightedReciprocity: null,
    levels: [],
    carried: null,
    asymmetry: null,
    ratings: [],
    received: audience === 'lead' ? received : [],
  };
}

function agencyView(result: TieQuestionResult, place: TiePlace, view: View): ReleasedTieQuestion {
  const { path, audience, visibility } = place;
  const lead = audience === 'lead';
  if (!lead && result.ratings.length > 0) view.held.never(`${path}.ratings`, result.ratings, 'not-for-funders');
  if (!lead && result.asymmetry.pairs.length > 0)
    view.held.never(`${path}.asymmetry.pairs`, result.asymmetry.pairs, 'not-for-funders');
  return {
    visibility,
    weightedReciprocity: toThousandth(result.weightedReciprocity),
    levels: result.levels.map((level, l) => levelView(level, { ...place, path: `${path}.levels[${l}]` }, view)),
    carried: result.carried,
    asymmetry: asymmetryView(result.asymmetry, lead),
    ratings: lead ? result.ratings.map(({ from, to, value }) => ({ from, to, value })) : [],
    received: [],
  };
}

const asymmetryView = ({ dyads, differing, meanGap, pairs }: Asymmetry, lead: boolean): Asymmetry => ({
  dyads,
  differing,
  meanGap: toHundredth(meanGap),
  pairs: lead ? pairs.map(({ higher, lower, gap }) => ({ higher, lower, gap })) : [],
});

const allNamed = (pocket: readonly string[], named: ReadonlySet<string>): boolean =>
  pocket.every((organisation) => named.has(organisation));

function levelView(level: TieLevel, place: TiePlace, view: View): ReleasedTieLevel {
  const { wave, question, path, named, instrument } = place;
  const shown = level.pockets.flatMap((pocket, at) => (allNamed(pocket, named) ? [{ pocket, at }] : []));
  if (shown.length < level.pockets.length) view.held.never(`${path}.pockets`, level.pockets, 'not-for-funders');
  const { change, se, ci } = level.densityChange ?? { change: null, se: null, ci: null };
  return {
    level: level.level,
    observed: level.observed,
    ties: level.ties,
    density: toThousandth(level.density),
    dyads: level.dyads,
    mutual: level.mutual,
    asymmetric: level.asymmetric,
    reciprocity: toThousandth(level.reciprocity),
    reach: toThousandth(level.reach),
    reachAll: toThousandth(level.reachAll),
    pockets: shown.map(({ pocket }) => [...pocket]),
    pocketLevels: shown.flatMap(({ at }, i) => {
      const levels = level.pocketLevels[at];
      const where = { wave, question, level: level.level, pocket: at, path: `${path}.pocketLevels[${i}]`, instrument };
      return levels ? [pocketView(levels, where, view)] : [];
    }),
    pocketCount: level.pockets.length,
    pocketSizes: level.pockets.map(({ length }) => length),
    sincePrevious: stability(level.sincePrevious),
    sincePreviousFresh: stability(level.sincePreviousFresh),
    densityChange: level.densityChange && {
      change: toThousandth(change),
      se: toThousandth(se),
      ci: intervalToThousandth(ci),
    },
  };
}

const stability = (since: Stability | null): Stability | null =>
  since && {
    cells: since.cells,
    kept: since.kept,
    lost: since.lost,
    formed: since.formed,
    jaccard: toThousandth(since.jaccard),
  };

/** The lives of pockets that this audience may know by name; a fate without any of them is left out. */
export function livesView(lives: readonly PocketLife[], named: ReadonlySet<string>): PocketLife[] {
  return lives.map(({ level, steps }) => ({
    level,
    steps: steps.map(({ from, to, pockets }) => ({
      from,
      to,
      pockets: pockets
        .filter(({ before, after }) => [...before, ...after].every((pocket) => allNamed(pocket, named)))
        .map(({ fate, before, after }): PocketFate => ({ fate, before, after })),
    })),
  }));
}
