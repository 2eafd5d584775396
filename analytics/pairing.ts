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
 * Who is in both waves, and who in one. People are told by `person`, so that a move to another agency is no change of
 * faces; should two rows of one wave claim the same person, the first by member id has it and the other goes by its member id.
 */
export function pairPeople<Row extends { member: string; person: string }>(
  earlier: readonly Row[],
  later: readonly Row[],
): { stayers: { person: string; before: Row; after: Row }[]; leavers: Row[]; joiners: Row[] } {
  const remaining = byPerson(later);
  const stayers: { person: string; before: Row; after: Row }[] = [];
  const leavers: Row[] = [];
  for (const [person, before] of byPerson(earlier)) {
    const after = remaining.get(person);
    if (after === undefined) leavers.push(before);
    else stayers.push({ person, before, after });
    remaining.delete(person);
  }
  return { stayers, leavers, joiners: [...remaining.values()] };
}

/** Who is scored in both waves, and who in one. */
export function pairScores(earlier: Pick<ScoredScale, 'scores'>, later: Pick<ScoredScale, 'scores'>): Pairing {
  const { stayers, leavers, joiners } = pairPeople(earlier.scores, later.scores);
  return {
    stayers: stayers.map(({ person, before, after }) => ({
      person,
      organisation: before.organisation,
      before: before.value,
      after: after.value,
    })),
    leavers,
    joiners,
  };
}

function byPerson<Row extends { member: string; person: string }>(rows: readonly Row[]): Map<string, Row> {
  const people = new Map<string, Row>();
  for (const row of rows) people.set(people.has(row.person) ? row.member : row.person, row);
  return people;
}
