import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../migrate.ts';
import { open } from '../open.ts';
import { writePgliteImage } from './pglite-server.ts';
import { administration, postgresPrograms, startPostgres } from './postgres-server.ts';

/** Where the processes of one run of the tests find its server: the address of its database `postgres`. */
const SHARED = 'RAPPORT_TEST_POSTGRES';
const MIGRATED = 'rapport_migrated';
/** Path of the image that databases of PGlite begin as, where that stands in for a server. */
const PGLITE_IMAGE = 'RAPPORT_TEST_PGLITE';

/**
 * Of a whole run (vitest.config.ts): starts one PostgreSQL server for all of its tests, with a migrated database to copy, or where none can
 * be had makes PGlite ready. Does nothing where either was done already.
 */
export default async function setup(): Promise<(() => void | Promise<void>) | undefined> {
  if (process.env[SHARED] ?? process.env[PGLITE_IMAGE]) return undefined;
  const programs = postgresPrograms();
  return programs ? startShared(programs) : makePgliteReady();
}

/** Path of the image of PGlite's, undefined while a server is used. */
export const pgliteImage = (): string | undefined => process.env[PGLITE_IMAGE];

async function makePgliteReady(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-pglite-'));
  const image = join(folder, 'image.tar');
  await writePgliteImage(image);
  process.env[PGLITE_IMAGE] = image;
  return () => {
    delete process.env[PGLITE_IMAGE];
    rmSync(folder, { recursive: true });
  };
}

async function startShared(programs: string): Promise<() => Promise<void>> {
  const server = await startPostgres(programs, { connections: 400 });
  const shared = sharedAt(server.urlOf('postgres'));
  await administration(shared.urlOf('postgres'), (ask) => ask(`CREATE DATABASE ${MIGRATED}`));
  const db = await open(shared.urlOf(MIGRATED));
  await migrate(db);
  await db.close();
  process.env[SHARED] = shared.urlOf('postgres');
  return async () => {
    delete process.env[SHARED];
    await server.stop();
  };
}

interface SharedServer {
  urlOf(database: string): string;
  /** Name of a database with the newest tables. */
  migrated: string;
}

/** The server of this run. */
export function sharedPostgres(): SharedServer {
  const url = process.env[SHARED];
  if (!url)
    throw new Error('This run of the tests has no PostgreSQL server (db/testing/shared-postgres.ts starts it).');
  return sharedAt(url);
}

function sharedAt(url: string): SharedServer {
  return { urlOf: (database) => url.replace('/postgres?', `/${database}?`), migrated: MIGRATED };
}
