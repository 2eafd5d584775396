import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import type { TestServer } from './postgres-server.ts';

/** More than a pool keeps: two programs at one database, and those who look after it. */
const CONNECTIONS = 40;

/** Writes to a file what every database begins as; to make it takes seconds, to begin from it half of one. */
export async function writePgliteImage(file: string): Promise<void> {
  const first = await PGlite.create();
  writeFileSync(file, Buffer.from(await (await first.dumpDataDir('none')).arrayBuffer()));
  await first.close();
}

/**
 * PGlite, PostgreSQL compiled to WebAssembly, in this process, for where no server can be had. Each database is one of its own with one
 * session, in which all connections take turns, so each program keeps one: what needs several that work at once can't be seen on it.
 */
export async function startPglite(image: string): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-pglite-'));
  const ends: (() => Promise<void>)[] = [];
  return {
    async newDatabase() {
      const db = await PGlite.create({ loadDataDir: new Blob([readFileSync(image)]) });
      const own = mkdtempSync(join(folder, 'database-'));
      const socket = new PGLiteSocketServer({ db, path: join(own, '.s.PGSQL.5432'), maxConnections: CONNECTIONS });
      await socket.start();
      ends.push(async () => {
        await socket.stop();
        await db.close();
      });
      return `postgres://postgres@localhost/postgres?host=${encodeURIComponent(own)}&max=1`;
    },
    async stop() {
      for (const end of ends) await end();
      rmSync(folder, { recursive: true });
    },
  };
}
