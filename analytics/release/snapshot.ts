import type { Instrument, Item } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';
import { directed, pomp } from '@rapport/surveys/scoring';
import { networkInstrument, type ScoredWave } from '../waves.ts';
import { wavePrints } from './fingerprint.ts';

/** How many of a scale's items each member answered in each cell: its facets, then its items without a facet. */
export interface AnsweredCells {
  cells: (string | null)[];
  /** Items of the wave's instrument in each cell. */
  items: number[];
  /** A character per member and cell, members outermost: the count, from '0' on. */
  answered: string;
}

/**
 * Who responded in a closed wave, from which organisation, to how many items: what a figure's linear form rests on. No score and
 * no answer is in it. Plain JSON, since the ledger keeps it.
 */
export interface Snapshot {
  opens: string;
  members: string[];
  /** Ids of the people, where they differ from the member's, by place in `members`. */
  persons: Record<string, string>;
  organisations: string[];
  /** Place in `organisations` of each member's. */
  home: number[];
  /** Changes when anything that the member said in the wave does. */
  prints: string[];
  /** Counts the member's states in this wave: figures made from different states have different unknowns. */
  states: number[];
  scales: Record<string, AnsweredCells>;
}

/** A snapshot of today with what only the panel knows: sums of item shares by cell, members outermost, and the items' grid. */
export interface CurrentWave {
  wave: string;
  snapshot: Snapshot;
  sums: Record<string, Float64Array>;
  grids: Record<string, Grid>;
}

/** How finely answers on a scale lie: POMP between neighbours of one item (null for decimals). */
export interface Grid {
  itemStep: number | null;
}

/** The closed waves as they stand in the panel now; `waves` are the panel's, scored. Linear in the number of answers. */
export function currentWaves(panel: Panel, waves: readonly ScoredWave[]): CurrentWave[] {
  const own = networkInstrument(panel);
  const prints = wavePrints(panel);
  const drafts = new Map(waves.map((wave) => [wave.wave.wave, draftOf(wave, own, prints)]));
  for (const { wave, member, item, value } of panel.answers) {
    const draft = drafts.get(wave);
    const place = draft?.placeOf.get(member);
    const column = draft?.columns.get(item);
    if (draft === undefined || place === undefined || column === undefined) continue;
    const cell = place * column.width + column.cell;
    const share = pomp(directed(column.item, value), column.item.min, column.item.max);
    column.counts[cell] = (column.counts[cell] ?? 0) + 1;
    column.sums[cell] = (column.sums[cell] ?? 0) + share;
  }
  return [...drafts.values()].map(({ current, counts }) => {
    for (const [scale, cells] of Object.entries(current.snapshot.scales))
      cells.answered = encodeCounts(counts[scale] ?? new Uint16Array(0));
    return current;
  });
}

interface Column {
  item: Item;
  cell: number;
  width: number;
  counts: Uint16Array;
  sums: Float64Array;
}

interface Draft {
  current: CurrentWave;
  placeOf: Map<string, number>;
  columns: Map<string, Column>;
  counts: Record<string, Uint16Array>;
}

function draftOf(scored: ScoredWave, own: Instrument, prints: ReturnType<typeof wavePrints>): Draft {
  const { wave, instrument } = scored;
  const members = scored.members.filter(({ responded }) => responded);
  const organisations = [...new Set(members.map(({ organisation }) => organisation))];
  const snapshot: Snapshot = {
    opens: wave.opens,
    members: members.map(({ member }) => member),
    persons: Object.fromEntries(
      members.flatMap(({ member, person }, place) => (person === member ? [] : [[String(place), person]])),
    ),
    organisations,
    home: members.map(({ organisation }) => organisations.indexOf(organisation)),
    prints: members.map(({ member, organisation }) => prints(wave.wave, member, organisation)),
    states: members.map(() => 0),
    scales: {},
  };
  const draft: Draft = {
    current: { wave: wave.wave, snapshot, sums: {}, grids: {} },
    placeOf: new Map(members.map(({ member }, place) => [member, place])),
    columns: new Map(),
    counts: {},
  };
  for (const { id } of own.scales) addScale(draft, id, own, instrument, members.length);
  return draft;
}

function addScale(draft: Draft, scale: string, own: Instrument, instrument: Instrument, members: number): void {
  const items = instrument.items.filter((item) => item.scale === scale);
  if (items.length === 0) return;
  const facets = new Set(own.items.flatMap((item) => (item.scale === scale && item.facet ? [item.facet] : [])));
  const cells: (string | null)[] = [...facets];
  const cellOf = (item: Item): number =>
    cells.indexOf(item.facet !== undefined && facets.has(item.facet) ? item.facet : null);
  if (items.some((item) => item.facet === undefined || !facets.has(item.facet))) cells.push(null);
  const counts = new Uint16Array(members * cells.length);
  const sums = new Float64Array(members * cells.length);
  for (const item of items) draft.columns.set(item.id, { item, cell: cellOf(item), width: cells.length, counts, sums });
  draft.counts[scale] = counts;
  draft.current.sums[scale] = sums;
  draft.current.snapshot.scales[scale] = {
    cells,
    items: cells.map((_, cell) => items.filter((item) => cellOf(item) === cell).length),
    answered: '',
  };
  const steps = items.map(({ decimal, min, max }) => (decimal ? null : 100 / (max - min)));
  draft.current.grids[scale] = {
    itemStep: steps.includes(null) ? null : Math.min(...steps.map((step) => step ?? 100)),
  };
}

const encodeCounts = (counts: Uint16Array): string =>
  Array.from(counts, (count) => String.fromCharCode(48 + count)).join('');

/** How many items of a cell a member answered. */
export const answeredIn = ({ cells, answered }: AnsweredCells, place: number, cell: number): number =>
  answered.charCodeAt(place * cells.length + cell) - 48;

/** A score needs at least half of the items, and one (analytics.md, section 1). */
export const isScored = (answered: number, items: number): boolean => answered > 0 && answered * 2 >= items;
