import { migrate } from '../migrate.ts';
import { open } from '../open.ts';
import { administration, postgresPrograms, startPostgres } from './postgres-server.ts';

/** Where the processes of one run of the tests find its server: the address of its database `postgres`. */
const SHARED = 'RAPPORT_TEST_POSTGRES';
const MIGRATED = 'rapport_migrated';

/**
 * Of a whole run (vitest.config.ts): starts one PostgreSQL server for all of its tests, with a migrated database to copy. Does nothing
 * where there is none to start, or one runs already.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const programs = postgresPrograms();
  if (!programs || process.env[SHARED]) return undefined;
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
