import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { migrate } from '../migrate.ts';
import { open, type Db, type Engine } from '../open.ts';
import { startPglite } from './pglite-server.ts';
import { administration, type TestServer } from './postgres-server.ts';
import { pgliteImage, sharedPostgres } from './shared-postgres.ts';

async function startSqlite(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-sqlite-'));
  let made = 0;
  return {
    newDatabase: async () => `file:${join(folder, `test-${++made}.db`)}`,
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Databases on the server of the run. */
async function onPostgres(): Promise<TestServer> {
  const { urlOf } = sharedPostgres();
  const made: string[] = [];
  const administer = (statement: (name: string) => string, names: string[]) =>
    administration(urlOf('postgres'), async (ask) => {
      for (const name of names) await ask(statement(name));
    });
  return {
    async newDatabase() {
      const name = `of_${randomUUID().replaceAll('-', '')}`;
      await administer((one) => `CREATE DATABASE ${one}`, [name]);
      made.push(name);
      return urlOf(name);
    },
    stop: () => administer((name) => `DROP DATABASE ${name} WITH (FORCE)`, made),
  };
}

const image = pgliteImage();

/** The engines of this machine: SQLite, and PostgreSQL: a server where one is installed, else PGlite. */
export const engines: { engine: Engine; start: () => Promise<TestServer> }[] = [
  { engine: 'sqlite', start: startSqlite },
  { engine: 'postgres', start: image === undefined ? onPostgres : () => startPglite(image) },
];

export interface Bench {
  engine: Engine;
  /** A migrated database that the suite's tests share: each makes networks of its own (see factories.ts). */
  db: Db;
  /** The address of another, empty database on the same engine. */
  newDatabase(): Promise<string>;
}

/** Runs a suite once per engine. */
export function onEachEngine(suite: (bench: Bench) => void): void {
  describe.each(engines)('$engine', ({ engine, start }) => {
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
      engine,
      get db() {
        if (!db) throw new Error('The database is there only while tests run.');
        return db;
      },
      newDatabase: () => server.newDatabase(),
    });
  });
}
