import type { TieQuestion } from '@rapport/surveys/instrument';
import type { PocketLevel, TieLevel, TieQuestionResult } from '../analysis.ts';
import type { ScoredWave } from '../waves.ts';
import { asymmetry } from './asymmetry.ts';
import { density } from './density.ts';
import { densityChanges } from './density-change.ts';
import { pockets } from './pockets.ts';
import { jointDyads, namedRatings, organisationRatings, type Dyad, type Ratings } from './ratings.ts';
import { reachAt } from './reach.ts';
import { reciprocity, weightedReciprocity } from './reciprocity.ts';
import { sharedCells, stability } from './stability.ts';

/** One wave's ratings on one tie question; `fresh` leaves out those carried over by 'still so'. */
export interface RatedQuestion {
  ratings: Ratings;
  fresh: Ratings;
  dyads: Dyad[];
}

/** Every tie question of the network's instrument, rated in this wave; empty ratings where the wave did not ask it. */
export function ratedQuestions(wave: ScoredWave): Map<string, RatedQuestion> {
  return new Map(
    [...wave.ties].map(([question, answers]) => {
      const ratings = organisationRatings(wave.organisations, answers);
      const anew = answers.filter(({ carried }) => !carried);
      const fresh = anew.length === answers.length ? ratings : organisationRatings(wave.organisations, anew);
      return [question, { ratings, fresh, dyads: jointDyads(ratings) }];
    }),
  );
}

/**
 * Relationships on one question in one wave (analytics.md, section 7), levels from 1 to the question's max. `previous` is the
 * wave directly before, null in the first; `seed` decides the vertex bootstrap, null for none; `beside` says how a pocket stands.
 */
export function questionResult(
  question: TieQuestion,
  { ratings, fresh, dyads }: RatedQuestion,
  previous: RatedQuestion | null,
  seed: string | null,
  beside: (pocket: string[]) => PocketLevel,
): TieQuestionResult {
  const levels = Array.from({ length: question.max }, (_, i) => i + 1);
  const shared = previous && sharedCells(previous.ratings, ratings);
  const sharedFresh = previous && (fresh === ratings ? shared : sharedCells(previous.ratings, fresh));
  const changes = shared && densityChanges(shared, levels, seed);
  return {
    weightedReciprocity: weightedReciprocity(dyads),
    levels: levels.map((level, i): TieLevel => {
      const found = pockets(dyads, level, ratings.organisations);
      const { connected, reach } = reachAt(dyads, level, ratings.heard);
      return {
        level,
        ...density(ratings, level),
        ...reciprocity(dyads, level),
        reach,
        reachAll: reach === null ? null : connected / ratings.organisations.length,
        pockets: found,
        pocketLevels: found.map(beside),
        sincePrevious: shared && stability(shared, level),
        sincePreviousFresh: sharedFresh && stability(sharedFresh, level),
        densityChange: changes?.[i] ?? null,
      };
    }),
    ratings: namedRatings(ratings),
    carried: ratings.observed.length - fresh.observed.length,
    asymmetry: asymmetry(dyads, ratings.organisations),
  };
}
