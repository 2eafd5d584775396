import { migrate } from '@rapport/db/migrate';
import { open, type Db } from '@rapport/db/open';
import { readConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import { progressOn } from './progress.ts';
import type { Terminal } from './command.ts';

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
