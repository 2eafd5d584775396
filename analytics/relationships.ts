import type { Instrument } from '@rapport/surveys/instrument';
import type { Analysis, PocketLevel, PocketLife, TieQuestionResult, WaveAnalysis } from './analysis.ts';
import { METHOD } from './method.ts';
import { pocketSteps } from './network/pocket-life.ts';
import { questionResult, ratedQuestions, type RatedQuestion } from './network/question.ts';
import { pocketLevel } from './pocket-levels.ts';
import { reachByMode, type Evidence, type Ties } from './readiness.ts';
import { organisationMean } from './stats/organisation-mean.ts';
import type { ScoredWave } from './waves.ts';

/** A wave's ratings by question, and what it has to show for readiness. */
export interface RatedWave {
  wave: ScoredWave;
  questions: Map<string, RatedQuestion>;
  evidence: Evidence;
}

export function rateWaves(waves: readonly ScoredWave[], { readiness }: Instrument): RatedWave[] {
  return waves.map((wave) => {
    const questions = ratedQuestions(wave);
    const judged = readiness === undefined ? undefined : questions.get(readiness.tie);
    const ties: Ties = { dyads: judged?.dyads ?? [], heard: judged?.ratings.heard ?? [] };
    const { organisations } = wave;
    const reach = readiness === undefined ? new Map() : reachByMode(readiness, ties);
    const means = new Map([...wave.scales].map(([scale, { scores }]) => [scale, organisationMean(scores)]));
    return { wave, questions, evidence: { means, organisations, ...ties, reach } };
  });
}

/**
 * Everything under a wave's `network`, for every wave; null when the instrument asks no ties. Where readiness rests on one of
 * the questions, only that one's changes in density are bootstrapped: it is the dearest figure of all.
 */
export function relationships(
  waves: readonly RatedWave[],
  instrument: Instrument,
  slug: string,
): WaveAnalysis['network'][] {
  if (instrument.ties.length === 0) return waves.map(() => null);
  const judged = instrument.readiness?.tie;
  return waves.map(({ wave, questions, evidence }, i) => {
    const previous = waves[i - 1];
    const seed = [slug, previous?.wave.wave.wave ?? '', wave.wave.wave, METHOD].join('\n');
    const beside = remembered((pocket) => pocketLevel(pocket, evidence, instrument));
    const results: Record<string, TieQuestionResult> = {};
    for (const question of instrument.ties) {
      const rated = questions.get(question.id);
      if (rated === undefined) continue;
      const before = previous?.questions.get(question.id) ?? null;
      const bootstrapped = judged === undefined || judged === question.id;
      results[question.id] = questionResult(question, rated, before, bootstrapped ? seed : null, beside);
    }
    return results;
  });
}

/** The same pocket is often found at several levels and on several questions. */
function remembered(beside: (pocket: string[]) => PocketLevel): (pocket: string[]) => PocketLevel {
  const known = new Map<string, PocketLevel>();
  return (pocket) => {
    const key = JSON.stringify(pocket);
    const level = known.get(key) ?? beside(pocket);
    known.set(key, level);
    return level;
  };
}

/** By tie question, each level's pockets from birth to end, over the waves in which the question was rated from both sides. */
export function pocketLives(waves: readonly WaveAnalysis[], instrument: Instrument): Analysis['pocketLives'] {
  const lives: Analysis['pocketLives'] = {};
  for (const { id, max } of instrument.ties)
    lives[id] = Array.from({ length: max }, (_, i): PocketLife => {
      const rated = waves.flatMap(({ wave, network }) => {
        const level = network?.[id]?.levels[i];
        return level === undefined || level.dyads === 0 ? [] : [{ wave, pockets: level.pockets }];
      });
      return { level: i + 1, steps: pocketSteps(rated) };
    });
  return lives;
}
