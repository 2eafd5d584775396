import type { ScoredMember, ScoredScale } from './waves.ts';

/** The same person scored in both waves; `organisation` is the earlier wave's, where the change set out from. */
export interface Stayer {
  person: string;
  organisation: string;
  before: number;
  after: number;
}

export interface Pairing {
  stayers: Stayer[];
  /** Scored in the earlier wave only. */
  leavers: ScoredMember[];
  /** Scored in the later wave only. */
  joiners: ScoredMember[];
}

/**
 * Who is scored in both waves, and who in one. People are told by `person`, so that a move to another agency is no change of
 * faces; should two rows of one wave claim the same person, the first by member id has it and the other goes by its member id.
 */
export function pairScores(earlier: Pick<ScoredScale, 'scores'>, later: Pick<ScoredScale, 'scores'>): Pairing {
  const remaining = byPerson(later.scores);
  const stayers: Stayer[] = [];
  const leavers: ScoredMember[] = [];
  for (const [person, before] of byPerson(earlier.scores)) {
    const after = remaining.get(person);
    if (after === undefined) leavers.push(before);
    else stayers.push({ person, organisation: before.organisation, before: before.value, after: after.value });
    remaining.delete(person);
  }
  return { stayers, leavers, joiners: [...remaining.values()] };
}

function byPerson(scores: readonly ScoredMember[]): Map<string, ScoredMember> {
  const people = new Map<string, ScoredMember>();
  for (const score of scores) people.set(people.has(score.person) ? score.member : score.person, score);
  return people;
}
