import { pairPeople } from '../pairing.ts';
import type { At, Form } from './form.ts';
import { demeanBy, interceptRow } from './intercept-row.ts';
import type { RowBuilder, SparseRow } from './sparse-row.ts';
import type { Entrant, Unknowns } from './unknowns.ts';

const DAYS_PER_YEAR = 365.25;
const days = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** The coefficients of a form over a scale's unknowns; empty where it rests on nobody. */
export const rowOf = (form: Form, unknowns: Unknowns): SparseRow => unknowns.row((row) => gather(row, form, unknowns));

function gather(row: RowBuilder, form: Form, unknowns: Unknowns): void {
  switch (form.form) {
    case 'level':
    case 'part':
    case 'facet':
      return addOrganisationMean(row, form, unknowns);
    case 'within':
      return addWithinSlope(row, form.states, unknowns);
    case 'mixed':
    case 'segmented':
      return addMixed(row, form, unknowns);
    case 'change':
      return addChange(row, form, unknowns);
    case 'attendance':
      return addAttendance(row, form, unknowns);
  }
}

/** Each organisation counts once, each of its members alike. */
function addOrganisationMean(
  row: RowBuilder,
  form: Extract<Form, { form: 'level' | 'part' | 'facet' }>,
  unknowns: Unknowns,
): void {
  const [wave, state] = form.at;
  const facet = form.form === 'facet' ? form.facet : null;
  const part = form.form === 'part' ? new Set(form.organisations) : null;
  const homes = [...unknowns.byOrganisation(wave, state, facet)].filter(
    ([organisation]) => part === null || part.has(organisation) !== (form.form === 'part' && form.rest),
  );
  for (const [, mates] of homes) {
    const weight = 1 / (homes.length * mates.length);
    for (const entrant of mates)
      if (facet === null) unknowns.addScore(row, entrant, weight);
      else unknowns.addFacet(row, entrant, wave, state, facet, weight);
  }
}

/** Every score that a figure over many waves rests on: whose, where its unknown stands, and when. */
interface Occasions {
  member: Int32Array;
  start: Int32Array;
  t: Float64Array;
  members: number;
}

/** Occasions of all waves, and how many there are up to each. */
interface AllOccasions extends Occasions {
  states: readonly number[];
  ends: number[];
}

const gathered = new WeakMap<Unknowns, AllOccasions>();

/** Figures over many waves mostly rest on the same states as far as they go: they share one list, each the beginning of it. */
function occasions(states: readonly number[], unknowns: Unknowns): Occasions {
  let all = gathered.get(unknowns);
  if (all === undefined || states.some((state, wave) => state !== all?.states[wave])) {
    const later = Array.from({ length: Math.max(0, unknowns.waves - states.length) }, () => 0);
    all = gatherOccasions([...states, ...later], unknowns);
    gathered.set(unknowns, all);
  }
  const n = all.ends[states.length - 1] ?? 0;
  const { member, start, t, members } = all;
  return { member: member.subarray(0, n), start: start.subarray(0, n), t: t.subarray(0, n), members };
}

function gatherOccasions(states: readonly number[], unknowns: Unknowns): AllOccasions {
  const waves = states.map((state, wave) => {
    const opens = unknowns.snapshot(wave, state)?.opens;
    return opens === undefined ? null : { scored: unknowns.scored(wave, state), t: days(opens) / DAYS_PER_YEAR };
  });
  const n = waves.reduce((sum, wave) => sum + (wave?.scored.start.length ?? 0), 0);
  const all = { member: new Int32Array(n), start: new Int32Array(n), t: new Float64Array(n) };
  let at = 0;
  const ends = waves.map((wave) => {
    if (wave === null) return at;
    all.member.set(wave.scored.member, at);
    all.start.set(wave.scored.start, at);
    all.t.fill(wave.t, at, at + wave.scored.start.length);
    return (at += wave.scored.start.length);
  });
  return { ...all, members: unknowns.members, states, ends };
}

/** Σt̃ỹ/Σt̃², time centred by member. */
function addWithinSlope(row: RowBuilder, states: readonly number[], unknowns: Unknowns): void {
  const { member, start, t, members } = occasions(states, unknowns);
  const centred = demeanBy(member, members, t, () => 1);
  let squares = 0;
  for (const time of centred) squares += time * time;
  if (!(squares > 0)) return;
  for (let i = 0; i < start.length; i += 1) {
    const time = centred[i] ?? 0;
    if (Math.abs(time) > 1e-12) row.add(start[i] ?? 0, time / squares);
  }
}

function addMixed(row: RowBuilder, form: Extract<Form, { form: 'mixed' | 'segmented' }>, unknowns: Unknowns): void {
  const { member, start, t, members } = occasions(form.states, unknowns);
  const origin = t[0] ?? 0;
  const since = new Float64Array(t.length);
  for (let i = 0; i < t.length; i += 1) since[i] = (t[i] ?? 0) - origin;
  const covariates = [since];
  let wanted = 0;
  if (form.form === 'segmented') {
    const from = days(form.from) / DAYS_PER_YEAR - origin;
    covariates.push(
      since.map((time) => (time >= from ? 1 : 0)),
      since.map((time) => Math.max(0, time - from)),
    );
    wanted = form.effect === 'level' ? 1 : 2;
  }
  const weights = interceptRow(covariates, wanted, { group: member, groups: members, ratio: form.ratio });
  if (weights === null) return;
  for (let i = 0; i < start.length; i += 1) row.add(start[i] ?? 0, weights[i] ?? 0);
}

/** Who stayed, left and joined between two states, as entrants. */
export interface PairedEntrants {
  stayers: { before: Entrant; after: Entrant }[];
  leavers: Entrant[];
  joiners: Entrant[];
}

const paired = new WeakMap<Unknowns, Map<string, PairedEntrants>>();

/** Pairs the members of two states by person, once for all forms that compare them. */
export function pairEntrants(from: At, to: At, unknowns: Unknowns): PairedEntrants {
  let known = paired.get(unknowns);
  if (known === undefined) paired.set(unknowns, (known = new Map()));
  const key = `${from.join()} ${to.join()}`;
  let pair = known.get(key);
  if (pair === undefined) known.set(key, (pair = pairPeople(unknowns.entrants(...from), unknowns.entrants(...to))));
  return pair;
}

function addChange(row: RowBuilder, { from, to, part }: Extract<Form, { form: 'change' }>, unknowns: Unknowns): void {
  const { stayers, leavers, joiners } = pairEntrants(from, to, unknowns);
  const s = stayers.length;
  const first = s + leavers.length;
  const second = s + joiners.length;
  const add = (entrants: readonly Entrant[], coefficient: number): void => {
    if (coefficient !== 0) entrants.forEach((entrant) => unknowns.addScore(row, entrant, coefficient));
  };
  const before = stayers.map((stayer) => stayer.before);
  const after = stayers.map((stayer) => stayer.after);
  if (part === 'within') {
    add(after, 1 / s);
    add(before, -1 / s);
  } else if (part === 'total') {
    add([...after, ...joiners], 1 / second);
    add([...before, ...leavers], -1 / first);
  } else if (part === 'entry') {
    add(joiners, 1 / second);
    add(after, -joiners.length / (second * s));
  } else {
    add(leavers, -1 / first);
    add(before, leavers.length / (first * s));
  }
}

function addAttendance(
  row: RowBuilder,
  { from, to, organisations, side }: Extract<Form, { form: 'attendance' }>,
  unknowns: Unknowns,
): void {
  const attended = new Set(organisations);
  const { stayers } = pairEntrants(from, to, unknowns);
  const group = stayers.filter(({ before }) => attended.has(before.organisation) === (side === 'attendees'));
  for (const { before, after } of group) {
    unknowns.addScore(row, after, 1 / group.length);
    unknowns.addScore(row, before, -1 / group.length);
  }
}

export function groupBy<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
