import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Engine } from '../open.ts';
import { administration, type Ask } from './postgres-server.ts';
import { sharedPostgres } from './shared-postgres.ts';

/** The engine that the tests of this project stand on (vitest.config.ts). */
export const testEngine: Engine = process.env.RAPPORT_TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite';

/** Ends with the last removal, so that none runs beside the next making. */
let removed: Promise<void> = Promise.resolve();

interface Making {
  /** With the newest tables, which is faster than to migrate. */
  migrated?: boolean;
  /** The address of a database that nobody has open: it begins as a copy of that one. PostgreSQL only. */
  copyOf?: string;
}

/**
 * The address of the database that stands at `path` on the engine under test: on SQLite the file, which `open` makes; on PostgreSQL
 * one that is named after the path, made when it is asked for first.
 */
export async function databaseAt(path: string, { migrated = false, copyOf }: Making = {}): Promise<string> {
  if (testEngine === 'sqlite') return `file:${path}`;
  const server = sharedPostgres();
  const name = `at_${createHash('sha256').update(path).digest('hex').slice(0, 24)}`;
  const template = copyOf ? new URL(copyOf).pathname.slice(1) : migrated ? server.migrated : 'template1';
  await removed;
  await administration(server.urlOf('postgres'), async (ask) => {
    const there = await ask(`SELECT FROM pg_database WHERE datname = '${name}'`);
    if (there.length === 0) await ask(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return server.urlOf(name);
}

/** Removes what `databaseAt` gave, as soon as nobody has it open; a file goes with its folder. */
export function removeDatabase(url: string): void {
  if (testEngine === 'sqlite') return;
  const name = new URL(url).pathname.slice(1);
  removed = removed.then(() =>
    administration(sharedPostgres().urlOf('postgres'), async (ask) => {
      await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }),
  );
}

/** The paths of all files that the database at `url` is kept in, up to date, other than PostgreSQL's log of changes. */
export async function databaseFiles(url: string): Promise<string[]> {
  const folder = testEngine === 'sqlite' ? dirname(url.slice('file:'.length)) : await administration(url, folderOf);
  return readdirSync(folder).map((name) => join(folder, name));
}

async function folderOf(ask: Ask): Promise<string> {
  await ask('CHECKPOINT');
  const [at] = await ask(
    `SELECT current_setting('data_directory') AS data, oid FROM pg_database WHERE datname = current_database()`,
  );
  return join(String(at?.data), 'base', String(at?.oid));
}
