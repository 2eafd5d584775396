import type { Panel } from '@rapport/surveys/panel';
import type { Row } from './tables.ts';
import { unpacked, type ResponseRows } from './stored-rows.ts';

type Table = keyof ResponseRows;
const TABLES: readonly Table[] = ['answers', 'ties', 'texts'];
type Key = { wave: string; member: string };

/**
 * The responses of a panel, each with its rows. Their canonical order is by wave, then by member, then as the rows came;
 * `rowOrder` is set only for tables of an imported panel that stood in another order.
 */
export function groupedRows(panel: Panel): (Key & { rows: ResponseRows; rowOrder: Row<'responses'>['rowOrder'] })[] {
  type Group = { rows: ResponseRows; places: Record<Table, number[]> };
  const groups = new Map<string, Map<string, Group>>();
  const groupOf = ({ wave, member }: Key) => {
    const byMember = groups.get(wave) ?? new Map<string, Group>();
    groups.set(wave, byMember);
    const group: Group = byMember.get(member) ?? {
      rows: { answers: [], ties: [], texts: [] },
      places: { answers: [], ties: [], texts: [] },
    };
    byMember.set(member, group);
    return group;
  };
  const place = <Name extends Table>(name: Name, add: (rows: ResponseRows, row: ResponseRows[Name][number]) => void) =>
    panel[name].forEach((row: ResponseRows[Name][number], i) => {
      const { rows, places } = groupOf(row);
      add(rows, row);
      places[name].push(i);
    });
  place('answers', (rows, row) => rows.answers.push(row));
  place('ties', (rows, row) => rows.ties.push(row));
  place('texts', (rows, row) => rows.texts.push(row));
  const waves = [...panel.waves].sort((a, b) => (a.opens < b.opens ? -1 : 1));
  const ordered = waves.flatMap(({ wave }) =>
    panel.members.flatMap(({ member }) => {
      const group = groups.get(wave)?.get(member);
      return group ? [{ wave, member, ...group }] : [];
    }),
  );
  const moved = TABLES.filter((table) => !ascending(ordered.flatMap((group) => group.places[table])));
  return ordered.map(({ places, ...group }) => {
    const kept = moved.filter((table) => places[table].length > 0).map((table) => [table, places[table]] as const);
    return { ...group, rowOrder: kept.length > 0 ? Object.fromEntries(kept) : null };
  });
}

/** The tables that stored responses stand for, in the order in which `groupedRows` found them. */
export function inPanelOrder(
  responses: readonly Row<'responses'>[],
  waves: readonly { wave: string }[],
  members: readonly { member: string }[],
): ResponseRows {
  const places = new Map(waves.map(({ wave }, place) => [wave, place * members.length]));
  const seats = new Map(members.map(({ member }, place) => [member, place]));
  const placeOf = ({ wave, member }: Key) => (places.get(wave) ?? 0) + (seats.get(member) ?? 0);
  const ordered = [...responses].sort((a, b) => placeOf(a) - placeOf(b));
  const of = ordered.map((response) => ({ rows: unpacked(response, response), order: response.rowOrder }));
  return {
    answers: arranged(of.map(({ rows, order }) => ({ rows: rows.answers, places: order?.answers }))),
    ties: arranged(of.map(({ rows, order }) => ({ rows: rows.ties, places: order?.ties }))),
    texts: arranged(of.map(({ rows, order }) => ({ rows: rows.texts, places: order?.texts }))),
  };
}

/** Rows with a place by it; those that came after the import have none and follow, in canonical order. */
function arranged<Line>(responses: { rows: Line[]; places: number[] | undefined }[]): Line[] {
  const lines = responses.flatMap(({ rows }) => rows);
  if (responses.every(({ places }) => places === undefined)) return lines;
  const places = responses.flatMap(({ rows, places }) => rows.map((_, i) => places?.[i] ?? Number.MAX_SAFE_INTEGER));
  return lines
    .map((line, i) => ({ line, place: places[i] ?? 0 }))
    .sort((a, b) => a.place - b.place)
    .map(({ line }) => line);
}

const ascending = (numbers: readonly number[]): boolean =>
  numbers.every((number, i) => i === 0 || (numbers[i - 1] ?? 0) < number);
