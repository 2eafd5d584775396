import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { migrate } from '../migrate.ts';
import { open, type Db, type Engine } from '../open.ts';
import { postgresPrograms, startPostgres, type TestServer } from './postgres-server.ts';

async function startSqlite(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-sqlite-'));
  let made = 0;
  return {
    newDatabase: async () => `file:${join(folder, `test-${++made}.db`)}`,
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

const programs = postgresPrograms();

/** The engines of this machine: SQLite, and PostgreSQL where its server is installed. */
export const engines: { engine: Engine; start: () => Promise<TestServer> }[] = [
  { engine: 'sqlite', start: startSqlite },
  ...(programs ? [{ engine: 'postgres' as const, start: () => startPostgres(programs) }] : []),
];

export interface Bench {
  /** A migrated database that the suite's tests share: each makes networks of its own (see factories.ts). */
  db: Db;
  /** The address of another, empty database on the same engine. */
  newDatabase(): Promise<string>;
}

/** Runs a suite once per engine. */
export function onEachEngine(suite: (bench: Bench) => void): void {
  describe.each(engines)('$engine', ({ start }) => {
    let server: TestServer;
    let db: Db | undefined;
    beforeAll(async () => {
      server = await start();
      db = await open(await server.newDatabase());
      await migrate(db);
    });
    afterAll(async () => {
      await db?.close();
      await server.stop();
    });
    suite({
      get db() {
        if (!db) throw new Error('The database is there only while tests run.');
        return db;
      },
      newDatabase: () => server.newDatabase(),
    });
  });
}
