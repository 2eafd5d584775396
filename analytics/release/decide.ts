import { tInterval } from '../stats/t-inference.ts';
import type { Candidate } from './candidates.ts';
import { tooFew } from './cell-size.ts';
import { groupBy, pairEntrants } from './form-rows.ts';
import type { At, Form } from './form.ts';
import { leavesOpen, sameLooks, type GridPart } from './grid.ts';
import { toTenth } from './rounding.ts';
import type { ScaleAudit } from './scale-audit.ts';
import { answeredIn, type Grid } from './snapshot.ts';
import { dot, lengthOf } from './sparse-row.ts';
import type { SuppressionReason } from './suppression.ts';
import type { Entrant, Unknowns } from './unknowns.ts';

/** What one scale's figures are judged by, beside the audit. */
export interface Evidence {
  audit: ScaleAudit;
  /** The unknowns' values in today's states. */
  values: Float64Array;
  grids: readonly (Grid | null)[];
  minimumCell: number;
}

/** Relative difference up to which a form's value is the figure's. */
const AGREES = 1e-6;
/** POMP between neighbours of a decimal answer, as the grid is tried. */
const DECIMAL_STEP = 0.5;

/** Why a figure stays back, null when it goes out, and what its form makes of today's answers. */
export interface Decision {
  reason: SuppressionReason | null;
  made: number;
}

/** Judges a figure; one that goes out counts as released from then on. */
export function decide(candidate: Candidate, evidence: Evidence): Decision {
  const made = dot(evidence.audit.row(candidate.form), evidence.values);
  return { reason: candidate.value === null ? null : reasonAgainst(candidate, made, evidence), made };
}

function reasonAgainst(candidate: Candidate, made: number, evidence: Evidence): SuppressionReason | null {
  const { audit, minimumCell } = evidence;
  const { form, value, se, df } = candidate;
  const few = groupsOf(form, audit.unknowns)
    .map((group) => tooFew(people(group), organisations(group), minimumCell))
    .find((reason) => reason !== null);
  if (few) return few;
  if (audit.row(form).places.length === 0) return value === undefined || value === 0 ? null : 'unaudited';
  if (value !== undefined && value !== null && !(Math.abs(made - value) <= AGREES * Math.max(1, Math.abs(value))))
    return 'unaudited';
  if (looksAlikeForAll(candidate, made, lengthOf(audit.row(form))) || !gridHides(candidate, evidence))
    return 'would-single-out';
  return audit.offer(form, se === null ? null : (df ?? 1)) ? null : 'would-single-out';
}

/** Residual spread of members, POMP, below which they are taken to have changed alike. */
const ALIKE = 1;

/**
 * A figure that only equal answers, or equal changes, can give: a mean or a change at the end of its range, or a standard error
 * that leaves members no spread. `length` is that of the figure's coefficients, so that se ≈ spread·length.
 */
function looksAlikeForAll({ form, se }: Candidate, value: number, length: number): boolean {
  const rounded = toTenth(value) ?? 0;
  if (form.form === 'level' || form.form === 'facet' || form.form === 'part') return rounded <= 0 || rounded >= 100;
  if (se !== null && se < ALIKE * length) return true;
  return form.form !== 'within' && form.form !== 'mixed' && Math.abs(rounded) >= 100;
}

const people = (entrants: readonly Entrant[]): number => new Set(entrants.map(({ person }) => person)).size;
const organisations = (entrants: readonly Entrant[]): number =>
  new Set(entrants.map(({ organisation }) => organisation)).size;

/** The groups of people that a figure is about, each of which must be large enough. */
function groupsOf(form: Form, unknowns: Unknowns): (readonly Entrant[])[] {
  switch (form.form) {
    case 'level':
      return [unknowns.entrants(...form.at)];
    case 'facet':
      return [unknowns.entrants(...form.at, form.facet)];
    case 'part': {
      const part = new Set(form.organisations);
      return [unknowns.entrants(...form.at).filter(({ organisation }) => part.has(organisation) !== form.rest)];
    }
    case 'within': {
      const members = groupBy(everyone(form.states, unknowns), ({ member }) => member);
      return [[...members.values()].filter((own) => own.length > 1).flat()];
    }
    case 'mixed':
    case 'segmented':
      return [everyone(form.states, unknowns)];
    case 'change':
      return form.part === 'total'
        ? [unknowns.entrants(...form.from), unknowns.entrants(...form.to)]
        : [stayersOf(form, unknowns)];
    case 'attendance': {
      const attended = new Set(form.organisations);
      const attendees = form.side === 'attendees';
      return [stayersOf(form, unknowns).filter(({ organisation }) => attended.has(organisation) === attendees)];
    }
  }
}

const stayersOf = ({ from, to }: { from: At; to: At }, unknowns: Unknowns): Entrant[] =>
  pairEntrants(from, to, unknowns).stayers.map(({ before }) => before);

const everyone = (states: readonly number[], unknowns: Unknowns): Entrant[] =>
  states.flatMap((state, wave) => (state < 0 ? [] : unknowns.entrants(wave, state)));

/** Whether the answers' grid leaves every small organisation open under a mean of organisation means; other figures pass. */
function gridHides({ form, df, hasInterval, se }: Candidate, { audit, values, grids, minimumCell }: Evidence): boolean {
  if (form.form !== 'level' && form.form !== 'facet' && form.form !== 'part') return true;
  const parts = gridParts(form, audit.unknowns, values, grids);
  const quantile = hasInterval && df !== null && df > 0 ? (tInterval(0, 1, df)?.[1] ?? null) : null;
  return leavesOpen(parts, [0, 100], minimumCell, sameLooks(parts, { withSe: se !== null, quantile }));
}

function gridParts(
  form: Extract<Form, { form: 'level' | 'facet' | 'part' }>,
  unknowns: Unknowns,
  values: Float64Array,
  grids: readonly (Grid | null)[],
): GridPart[] {
  const [wave, state] = form.at;
  const facet = form.form === 'facet' ? form.facet : null;
  const part = form.form === 'part' ? new Set(form.organisations) : null;
  const entrants = unknowns
    .entrants(wave, state, facet)
    .filter(({ organisation }) => part === null || part.has(organisation) !== (form.form === 'part' && form.rest));
  const cells = unknowns.snapshot(wave, state)?.scales[unknowns.scale];
  const answered = (place: number): number =>
    (cells?.cells ?? []).reduce(
      (sum, cell, c) => (cells && (facet === null || cell === facet) ? sum + answeredIn(cells, place, c) : sum),
      0,
    );
  const itemStep = grids[wave]?.itemStep ?? null;
  const counts = new Set(entrants.map(({ place }) => answered(place)));
  return [...groupBy(entrants, ({ organisation }) => organisation).values()].map((own) => {
    const sum = own.reduce((total, entrant) => total + dot(unknowns.scoreRow(entrant, wave, state, facet), values), 0);
    const stepOf = (count: number): number => (itemStep === null ? DECIMAL_STEP : itemStep / count) / own.length;
    return {
      mean: sum / own.length,
      members: own.length,
      steps: [...new Set(own.map(({ place }) => stepOf(answered(place))))],
      grids: itemStep === null ? [] : [...counts].map(stepOf),
    };
  });
}
