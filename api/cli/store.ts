import { existsSync } from 'node:fs';
import { migrate } from '@rapport/db/migrate';
import { migrationState } from '@rapport/db/migration-state';
import { open, type Db } from '@rapport/db/open';
import { readConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import { progressOn } from './progress.ts';
import { InputFault, type Terminal } from './command.ts';

/** Opens the configured database, brings its tables up to date, and closes it when `work` is done. */
export async function withStore<T>(terminal: Terminal, work: (db: Db, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(terminal.environment);
  const db = await open(config.databaseUrl);
  try {
    await migrateShowing(db, terminal);
    return await work(db, config);
  } finally {
    await db.close();
  }
}

/** Opens the configured database as it is; it has to be there, and its tables have to be this version's. */
export async function withDatabase<T>(terminal: Terminal, work: (db: Db, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(terminal.environment);
  const path = config.databaseUrl.startsWith('file:') ? config.databaseUrl.slice('file:'.length) : null;
  if (path !== null && !existsSync(path)) throw new InputFault(`There is no database at ${path}.`);
  const db = await open(config.databaseUrl);
  try {
    const { behind, newer } = await migrationState(db);
    if (newer) throw new InputFault('A newer version of Rapport has migrated this database: use that version.');
    if (behind > 0) throw new InputFault('The tables are older than this version: run ‘rapport migrate’ first.');
    return await work(db, config);
  } finally {
    await db.close();
  }
}

export async function migrateShowing(db: Db, terminal: Terminal): Promise<number> {
  const progress = progressOn(terminal);
  const ran = await migrate(db, { onProgress: (done, all) => progress.step(done, all, 'migrations') });
  progress.end();
  return ran;
}

/** Who the audit says did it. */
export const operator = ({ clock }: Terminal) => ({ actor: 'operator', now: clock() });

/** Commands log nothing of their own: what they have to say goes to the terminal. */
export const quiet = () => createLog('silent');
