import { groupBy, pairEntrants } from './form-rows.ts';
import type { Form } from './form.ts';
import type { Unknowns } from './unknowns.ts';

/** Blocks that belong together: no combination of a group's unknowns alone may be worked out. */
export type Group = readonly number[];

/** The people of one wave, each with the blocks of all of its states, and the small groups that have a name. */
export interface WaveGroups {
  people: Group[];
  named: Group[];
}

/**
 * What is protected within each wave: every member, every organisation with fewer than `minimumCell` scored members, and the
 * parts that a released form splits the network into, where they are that small.
 */
export function waveGroups(unknowns: Unknowns, forms: readonly Form[], minimumCell: number): WaveGroups[] {
  const byWave = groupBy(
    unknowns.blocks.map((block, at) => ({ ...block, at })),
    ({ wave }) => wave,
  );
  return Array.from({ length: unknowns.waves }, (_, wave) => {
    const blocks = byWave.get(wave) ?? [];
    const small = (rows: typeof blocks): boolean =>
      rows.length > 0 && new Set(rows.map(({ person }) => person)).size < minimumCell;
    const parts = forms.flatMap((form) =>
      form.form === 'part' && form.at[0] === wave ? [new Set(form.organisations)] : [],
    );
    const groups = [
      ...groupBy(blocks, ({ organisation }) => organisation).values(),
      ...parts.flatMap((part) => [
        blocks.filter(({ organisation }) => part.has(organisation)),
        blocks.filter(({ organisation }) => !part.has(organisation)),
      ]),
    ];
    return {
      people: [...groupBy(blocks, ({ person }) => person).values()].map((rows) => rows.map(({ at }) => at)),
      named: distinct(groups.filter(small).map((rows) => rows.map(({ at }) => at))),
    };
  });
}

/** What is protected over two waves that a form compares: each person and small organisation, stayers, leavers, joiners, attendees, others. */
export function pairGroups(
  unknowns: Unknowns,
  form: Extract<Form, { form: 'change' | 'attendance' }>,
  forms: readonly Form[],
  minimumCell: number,
): Group[] {
  const [first, second] = [form.from[0], form.to[0]];
  const { stayers, leavers, joiners } = pairEntrants(form.from, form.to, unknowns);
  const blocks = unknowns.blocks
    .map((block, at) => ({ ...block, at }))
    .filter(({ wave }) => wave === first || wave === second);
  const people = groupBy(blocks, ({ person }) => person);
  const together = (persons: readonly string[]): Group[] =>
    persons.length > 0 && persons.length < minimumCell
      ? [persons.flatMap((person) => (people.get(person) ?? []).map(({ at }) => at))]
      : [];
  const attendance = forms.flatMap((other) =>
    other.form === 'attendance' && other.from[0] === first && other.to[0] === second
      ? [new Set(other.organisations)]
      : [],
  );
  const staying = stayers.map(({ before, organisation }) => ({ person: before.person, organisation }));
  return distinct([
    ...[...people.keys()].flatMap((person) => together([person])),
    ...[...groupBy(blocks, ({ organisation }) => organisation).values()].flatMap((rows) =>
      together([...new Set(rows.map(({ person }) => person))]),
    ),
    ...together(staying.map(({ person }) => person)),
    ...together(leavers.map(({ person }) => person)),
    ...together(joiners.map(({ person }) => person)),
    ...attendance.flatMap((attended) => [
      ...together(staying.filter(({ organisation }) => attended.has(organisation)).map(({ person }) => person)),
      ...together(staying.filter(({ organisation }) => !attended.has(organisation)).map(({ person }) => person)),
    ]),
  ]);
}

/** Everything that one person ever said on the scale. */
export const historyGroups = (unknowns: Unknowns): Group[] =>
  [
    ...groupBy(
      unknowns.blocks.map((block, at) => ({ ...block, at })),
      ({ person }) => person,
    ).values(),
  ].map((rows) => rows.map(({ at }) => at));

function distinct(groups: Group[]): Group[] {
  const seen = new Map(groups.map((group) => [[...group].sort((a, b) => a - b).join(' '), group]));
  return [...seen.values()];
}
