import { count } from 'drizzle-orm';
import { atomic, type Builder } from './atomic.ts';
import { postgres } from './columns.pg.ts';
import * as sqlite from './columns.sqlite.ts';
import type { Columns } from './columns.ts';
import { countRows, Digest, pages } from './copy-rows.ts';
import { verifyAllAudit } from './doctor.ts';
import { CopyRefused, UnfinishedCopy } from './errors.ts';
import { sha256 } from './fingerprint.ts';
import { COPY_STATE, migrate } from './migrate.ts';
import type { Db } from './open.ts';
import { columnsOf, keyColumns, sqlName, tableNames, type TableName } from './table-shape.ts';

export interface Copied {
  rows: number;
  /** Chains of the audit that were followed in the copy; those that don't hold, there and in the source alike. */
  chains: number;
  broken: string[];
  /** The copy had been begun before. */
  resumed: boolean;
}

export interface CopyOptions {
  /** The address of `from`: an unfinished copy goes on from the same one only. */
  source: string;
  /** See `migrate`. */
  folder?: string;
  onProgress?: (done: number, all: number, what: string) => void;
}

const stateTable = ({ table, text }: Columns) =>
  table(COPY_STATE, { name: text().primaryKey(), value: text().notNull() });
const STATE = { sqlite: stateTable(sqlite), postgres: stateTable(postgres) };
const FROM = 'from';
type Key = Record<string, unknown>;

/**
 * Copies every row of one database into another, empty one, on either engine. Each batch is committed with how far it came, so a
 * copy that was stopped goes on where it was; until it is whole no program takes it for a database. At the end every row of both
 * is read again: counts and hashes are to be the same, and the audit's chains to hold.
 *
 * @throws CopyRefused when the target holds rows of its own, or the copy is not what the source is now.
 */
export async function copyDatabase(from: Db, to: Db, options: CopyOptions): Promise<Copied> {
  const { source, folder, onProgress = () => undefined } = options;
  const begun = await beginCopy(to, sha256(source), folder);
  const all = await countRows(from, from);
  let done = 0;
  for (const name of tableNames) {
    const after = begun.get(name);
    const keys = keyColumns(to, name).map(({ key }) => key);
    if (after) done += await countOf(to, name);
    for await (const rows of pages(from, from, name, after)) {
      const last = Object.fromEntries(keys.map((key) => [key, rows.at(-1)?.[key]]));
      await atomic(to, (tx) => [tx.insert(to.tables[name]).values(rows as never), note(to, tx, name, last)]);
      done += rows.length;
      onProgress(done, all, 'copying');
    }
  }
  const rows = await compareRows(from, to, (read, both) => onProgress(read, both, 'checking'));
  const audit = await compareAudit(from, to);
  await to.migration(function* () {
    yield `DROP TABLE ${COPY_STATE}`;
  });
  return { rows, ...audit, resumed: begun.size > 0 };
}

const note = (to: Db, tx: Builder, name: string, value: unknown) => {
  const state = STATE[to.engine];
  const row = { name, value: JSON.stringify(value) };
  return tx
    .insert(state)
    .values(row)
    .onConflictDoUpdate({ target: state.name, set: { value: row.value } });
};

/** Makes the target ready; gives the key of the last row that came over of each table, when this copy was begun before. */
async function beginCopy(to: Db, from: string, folder: string | undefined): Promise<Map<string, Key>> {
  try {
    await migrate(to, { folder });
  } catch (error) {
    if (!(error instanceof UnfinishedCopy)) throw error;
    const rows = await to.select().from(STATE[to.engine]);
    const known = new Map(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
    if (known.get(FROM) !== from)
      throw new CopyRefused('The target is the unfinished copy of another database: empty it first.');
    known.delete(FROM);
    return known as Map<string, Key>;
  }
  for (const name of tableNames) {
    const rows = await countOf(to, name);
    if (rows > 0)
      throw new CopyRefused(
        `The target holds data already (${rows} rows of ${sqlName(name)}): a copy needs an empty database.`,
      );
  }
  await to.migration(function* () {
    yield `CREATE TABLE ${COPY_STATE} (name text PRIMARY KEY, value text NOT NULL)`;
    yield `INSERT INTO ${COPY_STATE} VALUES ('${FROM}', '${JSON.stringify(from)}')`;
  });
  return new Map();
}

async function countOf(db: Db, name: TableName): Promise<number> {
  const [row] = await db.select({ rows: count() }).from(db.tables[name]);
  return row?.rows ?? 0;
}

/** Reads every row of both; gives how many there are. */
async function compareRows(from: Db, to: Db, onProgress: (done: number, all: number) => void): Promise<number> {
  const all = (await countRows(from, from)) + (await countRows(to, to));
  let done = 0;
  let copied = 0;
  const digestOf = async (db: Db, name: TableName) => {
    const digest = new Digest();
    const columns = columnsOf(name);
    for await (const rows of pages(db, db, name)) {
      for (const row of rows) digest.add(columns.map((column) => column.stored(row[column.key])));
      done += rows.length;
      onProgress(done, all);
    }
    return digest.result();
  };
  for (const name of tableNames) {
    const [theirs, ours] = [await digestOf(from, name), await digestOf(to, name)];
    if (theirs.rows !== ours.rows || theirs.sha256 !== ours.sha256)
      throw new CopyRefused(
        `The copy of ${sqlName(name)} (${ours.rows} rows) is not what the source holds now (${theirs.rows} rows): ` +
          'it was written to meanwhile. Stop Rapport, empty the target and copy again.',
      );
    copied += ours.rows;
  }
  return copied;
}

/** The chains of the copy that do not hold, which is so in the source too. */
async function compareAudit(from: Db, to: Db): Promise<Pick<Copied, 'chains' | 'broken'>> {
  const [theirs, ours] = [await verifyAllAudit(from), await verifyAllAudit(to)];
  if (JSON.stringify(theirs) !== JSON.stringify(ours))
    throw new CopyRefused('The audit of the copy does not hold as the source’s does: empty the target and copy again.');
  return { chains: ours.length, broken: ours.flatMap(({ chain, broken }) => (broken === null ? [] : [chain])) };
}
