import { groupBy, pairEntrants } from './form-rows.ts';
import type { Form } from './form.ts';
import type { Block, Unknowns } from './unknowns.ts';

/** Coordinates of unknowns that belong together: no combination of a group's unknowns alone may be worked out. */
export type Group = readonly number[];

/** The people of one wave, each with all of its states, and the small groups that have a name. */
export interface WaveGroups {
  people: Group[];
  named: Group[];
}

const coordinates = (blocks: readonly Block[]): Group =>
  blocks.flatMap(({ start, width }) => Array.from({ length: width }, (_, i) => start + i));

const isSmall = (blocks: readonly Block[], minimumCell: number): boolean =>
  blocks.length > 0 && new Set(blocks.map(({ person }) => person)).size < minimumCell;

/**
 * What is protected within each wave: every member, every organisation with fewer than `minimumCell` scored members, and the
 * parts that a released form splits the network into, where they are that small.
 */
export function waveGroups(unknowns: Unknowns, forms: readonly Form[], minimumCell: number): WaveGroups[] {
  const byWave = groupBy(unknowns.blocks, ({ wave }) => wave);
  return Array.from({ length: unknowns.waves }, (_, wave) => {
    const blocks = byWave.get(wave) ?? [];
    const organisations = [...groupBy(blocks, ({ organisation }) => organisation).values()];
    return {
      people: [...groupBy(blocks, ({ person }) => person).values()].map(coordinates),
      named: [
        ...organisations.filter((own) => isSmall(own, minimumCell)).map(coordinates),
        ...forms.flatMap((form) => (form.form === 'part' ? partGroups(unknowns, form, wave, minimumCell) : [])),
      ],
    };
  });
}

/** The small ones among a part of a wave's organisations and the rest. */
export function partGroups(
  unknowns: Unknowns,
  form: Extract<Form, { form: 'part' }>,
  wave: number,
  minimumCell: number,
): Group[] {
  if (form.at[0] !== wave) return [];
  const part = new Set(form.organisations);
  const blocks = unknowns.blocks.filter((block) => block.wave === wave);
  return [true, false]
    .map((inside) => blocks.filter(({ organisation }) => part.has(organisation) === inside))
    .filter((side) => isSmall(side, minimumCell))
    .map(coordinates);
}

/**
 * What is protected over two waves that a form compares: each person and small organisation, and stayers, leavers, joiners,
 * attendees and others where they are few.
 */
export function pairGroups(
  unknowns: Unknowns,
  form: Extract<Form, { form: 'change' | 'attendance' }>,
  minimumCell: number,
): Group[] {
  const waves = [form.from[0], form.to[0]];
  const { stayers, leavers, joiners } = pairEntrants(form.from, form.to, unknowns);
  const blocks = unknowns.blocks.filter(({ wave }) => waves.includes(wave));
  const people = groupBy(blocks, ({ person }) => person);
  const together = (persons: readonly string[]): Group[] =>
    persons.length > 0 && persons.length < minimumCell
      ? [coordinates(persons.flatMap((person) => people.get(person) ?? []))]
      : [];
  const names = (rows: readonly { person: string }[]): string[] => rows.map(({ person }) => person);
  const staying = stayers.map(({ before, organisation }) => ({ person: before.person, organisation }));
  const attended = form.form === 'attendance' ? new Set(form.organisations) : null;
  return [
    ...[...people.values()].map(coordinates),
    ...[...groupBy(blocks, ({ organisation }) => organisation).values()].flatMap((rows) =>
      together([...new Set(names(rows))]),
    ),
    ...together(names(staying)),
    ...together(names(leavers)),
    ...together(names(joiners)),
    ...(attended === null
      ? []
      : [true, false].flatMap((side) =>
          together(names(staying.filter(({ organisation }) => attended.has(organisation) === side))),
        )),
  ];
}

/**
 * Stayers, leavers and joiners between any two waves, as they are known now, where they are fewer than `minimumCell`: a trend can
 * tell of them as well as a change. Told by who responded, and by who was scored on the scale.
 */
export function smallMoves(unknowns: Unknowns, minimumCell: number): Group[] {
  const waves = Array.from({ length: unknowns.waves }, (_, wave) => ({
    ...presentIn(unknowns, wave),
    blocks: groupBy(
      unknowns.blocks.filter((block) => block.wave === wave),
      ({ person }) => person,
    ),
  }));
  return waves.flatMap((earlier, i) =>
    waves.slice(i + 1).flatMap((later) =>
      (['responded', 'scored'] as const)
        .flatMap((how) => movesBetween(earlier[how], later[how]))
        .filter((people) => people.length > 0 && people.length < minimumCell)
        .map((people) =>
          coordinates(
            people.flatMap((person) => [...(earlier.blocks.get(person) ?? []), ...(later.blocks.get(person) ?? [])]),
          ),
        ),
    ),
  );
}

function presentIn(unknowns: Unknowns, wave: number): { responded: Set<string>; scored: Set<string> } {
  const state = unknowns.states(wave) - 1;
  const snapshot = unknowns.snapshot(wave, state);
  return {
    responded: new Set(snapshot?.members.map((member, place) => snapshot.persons[place] ?? member)),
    scored: new Set(unknowns.entrants(wave, state).map(({ person }) => person)),
  };
}

const movesBetween = (earlier: ReadonlySet<string>, later: ReadonlySet<string>): string[][] => [
  [...earlier].filter((person) => later.has(person)),
  [...earlier].filter((person) => !later.has(person)),
  [...later].filter((person) => !earlier.has(person)),
];

/** Everything that one person ever said on the scale. */
export const historyGroups = (unknowns: Unknowns): Group[] =>
  [...groupBy(unknowns.blocks, ({ person }) => person).values()].map(coordinates);
