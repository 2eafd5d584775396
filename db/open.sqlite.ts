import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { checkedRows, queryOf, type Builder, type Query, type Step } from './atomic.ts';
import { sha256, skipLocked } from './columns.sqlite.ts';
import { engineFault } from './engine-faults.ts';
import { groupCommit } from './group-commit.ts';
import { guarded } from './guarded.ts';
import type { Db, MigrationScript } from './open.ts';
import { planned, type Filled } from './prepared.ts';
import { tables } from './tables.sqlite.ts';

/** SQLite in WAL mode; every commit is on disk before it is acknowledged, and writes that arrive together share one. */
export function openSqlite(path: string): Db {
  const client = connect(path);
  const builder = guarded(drizzle(client, { casing: 'snake_case' }), 'sqlite');

  const run = (build: (tx: Builder) => Iterable<Step>) => {
    const results: unknown[] = [];
    for (const step of build(builder)) results.push(checkedRows(step, runNow(queryOf(step))));
    return results;
  };
  const statements = new Map<Filled['plan'], Prepared>();
  const statementOf = (filled: Filled): Prepared => {
    const made = statements.get(filled.plan) ?? preparedNow(planned(filled, db, builder));
    statements.set(filled.plan, made);
    return made;
  };
  /** The rows of a query at once. */
  const runNow = (query: Query | Filled): unknown =>
    'plan' in query ? statementOf(query).execute(query.values).sync() : preparedNow(query).execute().sync();
  const commits = groupCommit(client, run);
  const reading = client.transaction(run);

  const db: Db = {
    engine: 'sqlite',
    tables,
    sha256,
    skipLocked,
    drizzle: builder,
    select: builder.select.bind(builder),
    selectDistinct: builder.selectDistinct.bind(builder),
    insert: builder.insert.bind(builder),
    update: builder.update.bind(builder),
    delete: builder.delete.bind(builder),
    with: builder.with.bind(builder),
    $with: builder.$with,
    async read<Rows>(filled: Filled<Rows>) {
      return runNow(filled) as Rows;
    },
    async transact(build, mode) {
      try {
        return mode === 'write' ? await commits.write(build) : reading.deferred(build);
      } catch (error) {
        throw engineFault(error);
      }
    },
    async session(mode, work) {
      const own = connect(path);
      try {
        own.exec(mode === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN');
        const result = await work(drizzle(own, { casing: 'snake_case' }));
        own.exec('COMMIT');
        return result;
      } catch (error) {
        throw engineFault(error);
      } finally {
        // Closing undoes what was not committed.
        own.close();
      }
    },
    async scrub({ whole }) {
      try {
        if (whole) client.exec('VACUUM');
        client.pragma('wal_checkpoint(TRUNCATE)');
      } catch (error) {
        throw engineFault(error);
      }
    },
    async integrityFaults() {
      try {
        const rows = client.pragma('integrity_check(20)') as { integrity_check: string }[];
        const broken = client.pragma('foreign_key_check') as { table: string; parent: string }[];
        return [
          ...rows.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
          ...broken.map(({ table, parent }) => `a row of ${table} refers to none of ${parent}`),
        ];
      } catch (error) {
        throw engineFault(error);
      }
    },
    async migration(script) {
      try {
        client.pragma('foreign_keys = OFF');
        client.transaction(runScript).exclusive(client, script());
      } catch (error) {
        throw engineFault(error);
      } finally {
        client.pragma('foreign_keys = ON');
      }
    },
    async close() {
      commits.flush();
      client.close();
    },
  };
  return db;
}

function runScript(client: Database.Database, script: MigrationScript): void {
  for (let step = script.next([]); !step.done;) {
    const statement = client.prepare<[], Record<string, unknown>>(step.value);
    const rows = statement.reader ? statement.all() : [];
    if (!statement.reader) statement.run();
    step = script.next(rows);
  }
  const broken = client.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0) throw new Error('A migration left rows that refer to nothing; it was undone.');
}

function connect(path: string): Database.Database {
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      // Made here so that only its owner can read it; SQLite gives its WAL the same mode.
      closeSync(openSync(path, 'a', 0o600));
    }
    const client = new Database(path, { timeout: 5000 });
    client.pragma('journal_mode = WAL');
    client.pragma('synchronous = FULL');
    client.pragma('foreign_keys = ON');
    // What is deleted is overwritten, so that an erased person is not to be found in the file's free space.
    client.pragma('secure_delete = ON');
    client.function('sha256', { deterministic: true }, (text) =>
      createHash('sha256').update(String(text)).digest('hex'),
    );
    return client;
  } catch (error) {
    throw engineFault(error);
  }
}

interface Prepared {
  execute(values?: Record<string, unknown>): { sync(): unknown };
}

/** Drizzle's builders over better-sqlite3 prepare to queries whose result can be had at once. */
const preparedNow = (query: Query): Prepared => (query as unknown as { prepare(): Prepared }).prepare();
