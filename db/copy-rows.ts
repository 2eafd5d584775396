import { createHash } from 'node:crypto';
import { asc, count, sql } from 'drizzle-orm';
import type { Builder } from './atomic.ts';
import type { Db } from './open.ts';
import { columnsOf, keyColumns, sqlName, tableNames, type TableName } from './table-shape.ts';

/** How many rows a table has, and a hash over all of them that does not depend on their order. */
export interface TableDigest {
  /** In SQL's names, in the order in which rows are hashed. */
  columns: string[];
  rows: number;
  sha256: string;
}
export type Digests = Record<string, TableDigest>;

const ROWS_AT_ONCE = 500;

/**
 * Copies every row of `from` into `to`, whose tables are there and empty, in one transaction each: what is written is one
 * moment of the one, all or nothing of the other. `clear` empties `to` first. Gives what was read.
 */
export function copyRows(
  from: Db,
  to: Db,
  {
    clear = false,
    onProgress = () => undefined,
  }: { clear?: boolean; onProgress?: (done: number, all: number) => void } = {},
): Promise<Digests> {
  return from.session('read', (reader) =>
    to.session('write', async (writer) => {
      if (clear) for (const name of [...tableNames].reverse()) await writer.delete(to.tables[name]);
      const all = await countRows(from, reader);
      const digests: Digests = {};
      let done = 0;
      for (const name of tableNames) {
        const digest = new Digest();
        const columns = columnsOf(name);
        for await (const rows of pages(from, reader, name)) {
          for (const row of rows) digest.add(columns.map((column) => column.stored(row[column.key])));
          await writer.insert(to.tables[name]).values(rows as never);
          done += rows.length;
          onProgress(done, all);
        }
        digests[sqlName(name)] = { columns: columns.map((column) => column.name), ...digest.result() };
      }
      return digests;
    }),
  );
}

export async function countRows(db: Db, tx: Builder): Promise<number> {
  let all = 0;
  for (const name of tableNames) {
    const [row] = await tx.select({ rows: count() }).from(db.tables[name]);
    all += row?.rows ?? 0;
  }
  return all;
}

/** A table's rows by primary key, some at a time, beyond the row whose key is `after`. */
export async function* pages(
  db: Db,
  tx: Builder,
  name: TableName,
  after?: Record<string, unknown>,
): AsyncGenerator<Record<string, unknown>[]> {
  const keys = keyColumns(db, name);
  const order = keys.map(({ column }) => asc(column));
  const list = sql.join(
    keys.map(({ column }) => sql`${column}`),
    sql`, `,
  );
  do {
    const last = after;
    const values =
      last &&
      sql.join(
        keys.map(({ key, column }) => sql`${sql.param(last[key], column)}`),
        sql`, `,
      );
    const rows: Record<string, unknown>[] = await tx
      .select()
      .from(db.tables[name])
      .where(values && sql`(${list}) > (${values})`)
      .orderBy(...order)
      .limit(ROWS_AT_ONCE);
    if (rows.length > 0) yield rows;
    after = rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined;
  } while (after);
}

/** The sum of the rows' SHA-256, modulo 2²⁵⁶: the same in whatever order an engine gives them. */
export class Digest {
  #rows = 0;
  #sum = 0n;
  add(values: readonly (string | number | null)[]): void {
    const hash = createHash('sha256').update(JSON.stringify(values)).digest('hex');
    this.#sum = BigInt.asUintN(256, this.#sum + BigInt(`0x${hash}`));
    this.#rows += 1;
  }
  result(): { rows: number; sha256: string } {
    return { rows: this.#rows, sha256: this.#sum.toString(16).padStart(64, '0') };
  }
}
