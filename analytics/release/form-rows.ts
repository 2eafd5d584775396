import { pairScores } from '../pairing.ts';
import type { At, Form } from './form.ts';
import { interceptRows } from './intercept-rows.ts';
import { RowBuilder, type SparseRow } from './sparse-row.ts';
import type { Entrant, Unknowns } from './unknowns.ts';

const DAYS_PER_YEAR = 365.25;
const days = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** The coefficients of a form over a scale's unknowns; empty where it rests on nobody. */
export function rowOf(form: Form, unknowns: Unknowns): SparseRow {
  const row = new RowBuilder();
  switch (form.form) {
    case 'level':
    case 'part':
    case 'facet':
      addOrganisationMean(row, form, unknowns);
      break;
    case 'within':
      addWithinSlope(row, form.states, unknowns);
      break;
    case 'mixed':
      addMixed(row, form, unknowns);
      break;
    case 'segmented':
      addMixed(row, form, unknowns);
      break;
    case 'change':
      addChange(row, form, unknowns);
      break;
    case 'attendance':
      addAttendance(row, form, unknowns);
      break;
  }
  return row.build();
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
  const entrants = unknowns
    .entrants(wave, state, facet)
    .filter(({ organisation }) => part === null || part.has(organisation) !== (form.form === 'part' && form.rest));
  const sizes = countBy(entrants, ({ organisation }) => organisation);
  for (const entrant of entrants) {
    const weight = 1 / (sizes.size * (sizes.get(entrant.organisation) ?? 1));
    if (facet === null) unknowns.addScore(row, entrant, weight);
    else unknowns.addFacet(row, entrant, wave, state, facet, weight);
  }
}

interface Occasion {
  entrant: Entrant;
  t: number;
}

function occasions(states: readonly number[], unknowns: Unknowns): Occasion[] {
  return states.flatMap((state, wave) => {
    const t = days(unknowns.snapshot(wave, state)?.opens ?? '') / DAYS_PER_YEAR;
    return state < 0 ? [] : unknowns.entrants(wave, state).map((entrant) => ({ entrant, t }));
  });
}

/** Σt̃ỹ/Σt̃², time centred by member. */
function addWithinSlope(row: RowBuilder, states: readonly number[], unknowns: Unknowns): void {
  const members = groupBy(occasions(states, unknowns), ({ entrant }) => entrant.member);
  const centred = [...members.values()].flatMap((own) => {
    const mean = own.reduce((sum, { t }) => sum + t, 0) / own.length;
    return own.map(({ entrant, t }) => ({ entrant, t: t - mean }));
  });
  const squares = centred.reduce((sum, { t }) => sum + t * t, 0);
  if (!(squares > 0)) return;
  for (const { entrant, t } of centred) unknowns.addScore(row, entrant, t / squares);
}

function addMixed(row: RowBuilder, form: Extract<Form, { form: 'mixed' | 'segmented' }>, unknowns: Unknowns): void {
  const all = occasions(form.states, unknowns);
  const origin = all[0]?.t ?? 0;
  const t = all.map((occasion) => occasion.t - origin);
  const covariates = [t];
  let wanted = 0;
  if (form.form === 'segmented') {
    const from = days(form.from) / DAYS_PER_YEAR - origin;
    covariates.push(
      t.map((time) => (time >= from ? 1 : 0)),
      t.map((time) => Math.max(0, time - from)),
    );
    wanted = form.effect === 'level' ? 1 : 2;
  }
  const weights = interceptRows(
    covariates,
    all.map(({ entrant }) => entrant.member),
    form.ratio,
  )?.[wanted];
  all.forEach(({ entrant }, i) => unknowns.addScore(row, entrant, weights?.[i] ?? 0));
}

/** Who stayed, left and joined between two states, as entrants. */
export function pairEntrants(from: At, to: At, unknowns: Unknowns) {
  // `pairScores` pairs people whatever their values: here a value is the entrant's place in its wave.
  const earlier = unknowns.entrants(...from);
  const later = unknowns.entrants(...to);
  const placed = (entrants: readonly Entrant[]) => ({
    scores: entrants.map((entrant, value) => ({ ...entrant, responded: true, prorated: false, value })),
  });
  const { stayers, leavers, joiners } = pairScores(placed(earlier), placed(later));
  const at = (entrants: readonly Entrant[], value: number): Entrant[] => entrants.slice(value, value + 1);
  return {
    stayers: stayers.flatMap(({ organisation, before, after }) =>
      at(earlier, before).flatMap((first) =>
        at(later, after).map((second) => ({ organisation, before: first, after: second })),
      ),
    ),
    leavers: leavers.flatMap(({ value }) => at(earlier, value)),
    joiners: joiners.flatMap(({ value }) => at(later, value)),
  };
}

function addChange(row: RowBuilder, { from, to, part }: Extract<Form, { form: 'change' }>, unknowns: Unknowns): void {
  const { stayers, leavers, joiners } = pairEntrants(from, to, unknowns);
  const s = stayers.length;
  const first = s + leavers.length;
  const second = s + joiners.length;
  const add = (entrants: readonly Entrant[], coefficient: number): void =>
    entrants.forEach((entrant) => unknowns.addScore(row, entrant, coefficient));
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
  const group = stayers.filter(({ organisation }) => attended.has(organisation) === (side === 'attendees'));
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

export function countBy<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return counts;
}
