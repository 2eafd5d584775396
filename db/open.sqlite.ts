import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { checkedRows, queryOf, type Builder, type Query, type Step } from './atomic.ts';
import { sha256, skipLocked } from './columns.sqlite.ts';
import { engineFault } from './engine-faults.ts';
import type { Db } from './open.ts';
import { tables } from './tables.sqlite.ts';

/** SQLite in WAL mode; every commit is on disk before it is acknowledged. */
export function openSqlite(path: string): Db {
  const client = connect(path);
  const builder = drizzle(client, { casing: 'snake_case' });

  const run = (build: (tx: Builder) => Iterable<Step>) => {
    const results: unknown[] = [];
    for (const step of build(builder)) results.push(checkedRows(step, runNow(queryOf(step))));
    return results;
  };
  const transaction = client.transaction(run);

  return {
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
    async transact(build, mode) {
      try {
        return mode === 'write' ? transaction.immediate(build) : transaction.deferred(build);
      } catch (error) {
        throw engineFault(error);
      }
    },
    async migration(run) {
      client.pragma('foreign_keys = OFF');
      client.exec('BEGIN EXCLUSIVE');
      try {
        await run(async (statement) => {
          const prepared = client.prepare<[], Record<string, unknown>>(statement);
          return prepared.reader ? prepared.all() : (prepared.run(), []);
        });
        if ((client.pragma('foreign_key_check') as unknown[]).length > 0)
          throw new Error('A migration left rows that refer to nothing; it was undone.');
        client.exec('COMMIT');
      } catch (error) {
        if (client.inTransaction) client.exec('ROLLBACK');
        throw engineFault(error);
      } finally {
        client.pragma('foreign_keys = ON');
      }
    },
    async close() {
      client.close();
    },
  };
}

function connect(path: string): Database.Database {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const client = new Database(path, { timeout: 5000 });
    client.pragma('journal_mode = WAL');
    client.pragma('synchronous = FULL');
    client.pragma('foreign_keys = ON');
    client.function('sha256', { deterministic: true }, (text) =>
      createHash('sha256').update(String(text)).digest('hex'),
    );
    return client;
  } catch (error) {
    throw engineFault(error);
  }
}

/** Drizzle's builders over better-sqlite3 prepare to queries whose result can be had at once. */
const runNow = (query: Query): unknown =>
  (query as unknown as { prepare(): { execute(): { sync(): unknown } } }).prepare().execute().sync();
