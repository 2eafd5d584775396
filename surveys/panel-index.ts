import type { LocatedTable } from './table-rows.ts';

/** `what` is a file's name while it is read, `check` afterwards; `done` of `total` in units of that step. */
export type Progress = (done: number, total: number, what: string) => void;

/** Looks a row up by its id: the row, null for one that exists but can't be judged, undefined for none. */
export interface Lookup<Row> {
  get(id: string): Row | null | undefined;
}

/** A table by the values of its id column; rows that are broken or may be missing are found as null. */
export function byId<Row>(table: LocatedTable<Row>, key: keyof Row): Lookup<Row> {
  const rows = new Map<string, Row | null>();
  for (const id of table.broken.keys()) rows.set(id, null);
  for (const row of table.rows) rows.set(String(row[key]), row);
  return { get: (id) => rows.get(id) ?? (rows.has(id) || !table.complete ? null : undefined) };
}

export const unknownId = (id: string, where: string): string => `"${id}" is not among the ${where}`;
