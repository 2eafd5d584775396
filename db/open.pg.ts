import { getTableName } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { checkedRows, queryOf, type Builder, type Query, type Step } from './atomic.ts';
import { postgres } from './columns.pg.ts';
import { engineFault } from './engine-faults.ts';
import { guarded } from './guarded.ts';
import type { Db } from './open.ts';
import { planned, type Filled } from './prepared.ts';
import { tables } from './tables.pg.ts';

/** Any number that all processes of this program agree on. */
const MIGRATION_LOCK = 7_127_768;

const ISOLATION = {
  write: { isolationLevel: 'read committed' },
  read: { isolationLevel: 'repeatable read', accessMode: 'read only' },
} as const;

/** PostgreSQL through a pool of connections. */
export async function openPostgres(url: string): Promise<Db> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw engineFault(error);
  }
  const database = guarded(drizzle(pool, { casing: 'snake_case' }), 'postgres');
  const builder = asBuilder(database);

  const run = async (tx: Builder, build: (tx: Builder) => Iterable<Step>): Promise<unknown[]> => {
    const results: unknown[] = [];
    for (const step of build(tx)) results.push(checkedRows(step, await rowsOf(db, tx, queryOf(step))));
    return results;
  };
  const db: Db = {
    engine: 'postgres',
    tables,
    sha256: postgres.sha256,
    skipLocked: postgres.skipLocked,
    drizzle: database,
    select: builder.select.bind(builder),
    selectDistinct: builder.selectDistinct.bind(builder),
    insert: builder.insert.bind(builder),
    update: builder.update.bind(builder),
    delete: builder.delete.bind(builder),
    with: builder.with.bind(builder),
    $with: builder.$with,
    read: <Rows>(filled: Filled<Rows>) => rowsOf(db, builder, filled) as Promise<Rows>,
    async transact(build, mode) {
      try {
        return await database.transaction((tx) => run(asBuilder(tx), build), ISOLATION[mode]);
      } catch (error) {
        throw engineFault(error);
      }
    },
    async session(mode, work) {
      try {
        return await database.transaction((tx) => work(asBuilder(tx)), ISOLATION[mode]);
      } catch (error) {
        throw engineFault(error);
      }
    },
    async scrub({ whole }) {
      for (const table of Object.values(tables)) {
        const name = `"${getTableName(table)}"`;
        await pool.query(whole ? `VACUUM (FULL) ${name}` : `VACUUM ${name}`);
      }
    },
    // The server checks its own pages; foreign keys hold while they are declared.
    integrityFaults: async () => [],
    async migration(script) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
        const steps = script();
        for (let step = steps.next([]); !step.done;)
          step = steps.next((await client.query<Record<string, unknown>>(step.value)).rows);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw engineFault(error);
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
  return db;
}

/** A filled plan is built anew on the connection of its transaction: prepared on another, it would run outside of it. */
async function rowsOf(db: Db, tx: Builder, query: Query | Filled): Promise<unknown> {
  if (!('plan' in query)) return query;
  return (planned(query, db, tx) as unknown as Executing).execute(query.values);
}

/** What every builder of Drizzle's for PostgreSQL has. */
interface Executing {
  execute(values: Record<string, unknown>): Promise<unknown>;
}

/** PostgreSQL's builder under SQLite's types: the methods that Db offers are the same on both (see columns.pg.ts). */
const asBuilder = (database: object): Builder => database as Builder;
