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

function coordinates(blocks: readonly Block[]): Group {
  const places: number[] = [];
  for (const { start, width } of blocks) for (let i = 0; i < width; i += 1) places.push(start + i);
  return places;
}

/** Whether blocks are of somebody, but of fewer people than `minimumCell`. */
function isSmall(blocks: readonly Block[], minimumCell: number): boolean {
  if (blocks.length < minimumCell) return blocks.length > 0;
  const people = new Set<string>();
  for (const { person } of blocks) if (people.add(person).size >= minimumCell) return false;
  return true;
}

/**
 * What is protected within each wave: every member, every organisation with fewer than `minimumCell` scored members, and the
 * parts that a released form splits the network into, where they are that small.
 */
export function waveGroups(unknowns: Unknowns, forms: readonly Form[], minimumCell: number): WaveGroups[] {
  const parts = groupBy(
    forms.flatMap((form) => (form.form === 'part' ? [form] : [])),
    ({ at }) => at[0],
  );
  return Array.from({ length: unknowns.waves }, (_, wave) => {
    const blocks = unknowns.blocksOf(wave);
    const organisations = [...groupBy(blocks, ({ organisation }) => organisation).values()];
    return {
      people: [...groupBy(blocks, ({ person }) => person).values()].map(coordinates),
      named: [
        ...organisations.filter((own) => isSmall(own, minimumCell)).map(coordinates),
        ...(parts.get(wave) ?? []).flatMap((form) => partGroups(unknowns, form, minimumCell)),
      ],
    };
  });
}

/** The small ones among a part of a wave's organisations and the rest. */
export function partGroups(unknowns: Unknowns, form: Extract<Form, { form: 'part' }>, minimumCell: number): Group[] {
  const part = new Set(form.organisations);
  const sides: [inside: Block[], outside: Block[]] = [[], []];
  for (const block of unknowns.blocksOf(form.at[0])) sides[part.has(block.organisation) ? 0 : 1].push(block);
  return sides.filter((side) => isSmall(side, minimumCell)).map(coordinates);
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
  const { stayers, leavers, joiners } = pairEntrants(form.from, form.to, unknowns);
  const blocks = [...new Set([form.from[0], form.to[0]])].flatMap((wave) => unknowns.blocksOf(wave));
  const people = groupBy(blocks, ({ person }) => person);
  const together = (persons: readonly string[]): Group[] =>
    persons.length > 0 && persons.length < minimumCell
      ? [coordinates(persons.flatMap((person) => people.get(person) ?? []))]
      : [];
  const names = (rows: readonly { person: string }[]): string[] => rows.map(({ person }) => person);
  const staying = stayers.map(({ before }) => before);
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
 * tell of them as well as a change. So too what is left of them without one organisation, since that one may be erased.
 * Told by who responded, and by who was scored on the scale.
 */
export function smallMoves(unknowns: Unknowns, minimumCell: number): Group[] {
  const { waves, people } = presence(unknowns);
  const groups: Group[] = [];
  const add = (moved: readonly number[], earlier: Presence, later: Presence): void => {
    if (moved.length === 0 || moved.length >= minimumCell) return;
    groups.push(moved.flatMap((person) => [...own(earlier, person), ...own(later, person)]));
  };
  const most = Math.max(0, ...waves.map(({ largest }) => largest)) + minimumCell;
  waves.forEach((earlier, i) => {
    for (const later of waves.slice(i + 1))
      for (const how of earlier.allScored && later.allScored ? SCORED : BOTH) {
        const moves: number[][] = [[], [], []];
        for (let person = 0; person < people; person += 1) {
          const kind = moveOf((earlier.seen[person] ?? 0) & how, (later.seen[person] ?? 0) & how);
          const moved = moves[kind];
          if (moved !== undefined && moved.length < most) moved.push(person);
        }
        for (const moved of moves) {
          add(moved, earlier, later);
          if (moved.length < most) for (const rest of allButOne(moved, earlier, later)) add(rest, earlier, later);
        }
      }
  });
  return groups;
}

/** What is left of the people without each of their organisations. */
function allButOne(moved: readonly number[], earlier: Presence, later: Presence): number[][] {
  const organisationOf = (person: number) => later.organisations.get(person) ?? earlier.organisations.get(person);
  return [...new Set(moved.map(organisationOf))].map((one) => moved.filter((person) => organisationOf(person) !== one));
}

const RESPONDED = 1;
const SCORED = [2];
const BOTH = [RESPONDED, ...SCORED];

/** Who is in a wave, by numbers of people: bit 1 who responded, bit 2 who was scored; and their coordinates. */
interface Presence {
  seen: Uint8Array;
  /** Everybody who responded was scored. */
  allScored: boolean;
  places: Map<number, number[]>;
  organisations: Map<number, string>;
  /** People of the largest organisation. */
  largest: number;
}

const own = ({ places }: Presence, person: number): number[] => places.get(person) ?? [];

/** 0 stayed, 1 left, 2 joined, −1 none of them. */
function moveOf(before: number, after: number): number {
  if (before === 0) return after === 0 ? -1 : 2;
  return after === 0 ? 1 : 0;
}

function presence(unknowns: Unknowns): { waves: Presence[]; people: number } {
  const numbers = new Map<string, number>();
  const numberOf = (person: string): number => {
    let number = numbers.get(person);
    if (number === undefined) numbers.set(person, (number = numbers.size));
    return number;
  };
  const numbered = Array.from({ length: unknowns.waves }, (_, wave) => {
    const state = unknowns.states(wave) - 1;
    const snapshot = unknowns.snapshot(wave, state);
    const places = new Map<number, number[]>();
    const organisations = new Map<number, string>();
    for (const [person, blocks] of groupBy(unknowns.blocksOf(wave), (block) => block.person)) {
      places.set(numberOf(person), [...coordinates(blocks)]);
      for (const { organisation } of blocks) organisations.set(numberOf(person), organisation);
    }
    const sizes = [...groupBy([...organisations.values()], (organisation) => organisation).values()];
    return {
      organisations,
      largest: Math.max(0, ...sizes.map(({ length }) => length)),
      responded: (snapshot?.members ?? []).map((member, place) => numberOf(snapshot?.persons[place] ?? member)),
      scored: unknowns.entrants(wave, state).map(({ person }) => numberOf(person)),
      places,
    };
  });
  return {
    people: numbers.size,
    waves: numbered.map(({ responded, scored, places, organisations, largest }) => {
      const seen = new Uint8Array(numbers.size);
      for (const person of responded) seen[person] = RESPONDED;
      for (const person of scored) seen[person] = (seen[person] ?? 0) | 2;
      return { seen, allScored: seen.every((bits) => bits === 0 || bits === 3), places, organisations, largest };
    }),
  };
}

/** Everything that one person ever said on the scale. */
export const historyGroups = (unknowns: Unknowns): Group[] =>
  [...groupBy(unknowns.blocks, ({ person }) => person).values()].map(coordinates);
