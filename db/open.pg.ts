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

/** What a write waits for another's lock, as on SQLite, and for one of our connections. */
const LOCK_PATIENCE_MS = 5000;
const CONNECTION_PATIENCE_MS = 10_000;

// The pool waits for what this gives, though its type does not say so.
const beginPatient = ((client) => client.query(`SET lock_timeout = ${LOCK_PATIENCE_MS}`)) as (
  client: pg.ClientBase,
) => void;

/** How many connections a process keeps at most, unless its address ends in `?max=` another number. */
const CONNECTIONS = 10;

/** PostgreSQL through a pool of connections. */
export async function openPostgres(url: string): Promise<Db> {
  const pool = new pg.Pool({
    connectionString: url,
    max: Number(/[?&]max=(\d+)/.exec(url)?.[1] ?? CONNECTIONS),
    connectionTimeoutMillis: CONNECTION_PATIENCE_MS,
    onConnect: beginPatient,
  });
  // A connection that dies is replaced by the pool, and what ran on it fails; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
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
  let closing: Promise<void> | undefined;
  const close = async () => {
    // The pool forgets who still waits for a connection when it ends: each gets one first.
    while (pool.waitingCount > 0) await pool.connect().then((client) => client.release(), told);
    await pool.end();
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
      const [vacuum, analysed] = whole ? ['VACUUM (FULL)', 'VACUUM (FULL, ANALYZE)'] : ['VACUUM', 'VACUUM (ANALYZE)'];
      const client = await pool.connect();
      try {
        await client.query('SET lock_timeout = 0');
        for (const table of Object.values(tables)) await client.query(`${analysed} "${getTableName(table)}"`);
        // The planner's statistics held values of before as samples.
        await client.query(`${vacuum} pg_statistic`);
      } catch (error) {
        throw engineFault(error);
      } finally {
        // With its own patience it is of no use to others.
        client.release(true);
      }
    },
    // The server checks its own pages; foreign keys hold while they are declared.
    integrityFaults: async () => [],
    async migration(script) {
      const client = await pool.connect();
      let isDone = false;
      try {
        await client.query('BEGIN');
        await client.query('SET LOCAL lock_timeout = 0');
        await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
        const steps = script();
        for (let step = steps.next([]); !step.done;)
          step = steps.next((await client.query<Record<string, unknown>>(step.value)).rows);
        await client.query('COMMIT');
        isDone = true;
      } catch (error) {
        throw engineFault(error);
      } finally {
        // Closing undoes what was not committed.
        client.release(!isDone);
      }
    },
    close: () => (closing ??= close()),
  };
  return db;
}

/** Nobody gets a connection any more: whoever waited before us was told so too. */
const told = () => undefined;

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
