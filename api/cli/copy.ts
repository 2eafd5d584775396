import { existsSync } from 'node:fs';
import { copyDatabase } from '@rapport/db/copy-database';
import { isInUse } from '@rapport/db/in-use';
import { migrationState } from '@rapport/db/migration-state';
import { open, type Db } from '@rapport/db/open';
import { InputFault, parseCommand, UsageError, type Command } from './command.ts';
import { progressOn } from './progress.ts';

const ADDRESS = /^(file:.|postgres(ql)?:\/\/)/;

export const copyCommand: Command = {
  summary: 'the whole database into another, also on the other engine',
  help: `usage: rapport copy --from URL --to URL

Copies every row from one database into another, empty one: SQLite (file:PATH) to PostgreSQL (postgres://…), back, or to the same
engine. Stop Rapport first. A copy that was stopped goes on when the same command is run again; until it is whole, nothing else
takes the target for a database. At the end every row of both is read again and compared by counts and hashes, and the chains of
the audit are followed. The source stays as it is. Then start Rapport with DATABASE_URL at the copy and the same secret.

  --from URL       the database that is there
  --to URL         an empty one, or an unfinished copy of the first`,
  async run(args, terminal) {
    const { values } = parseCommand(args, [], { from: { type: 'string' }, to: { type: 'string' } });
    const [source, target] = [address('--from', values.from), address('--to', values.to)];
    if (source === target) throw new UsageError('--from and --to are the same database');
    const path = fileOf(source);
    if (path !== null && !existsSync(path)) throw new InputFault(`--from: there is no database at ${path}.`);
    for (const [option, url] of [
      ['--from', source],
      ['--to', target],
    ] as const) {
      const file = fileOf(url);
      if (file !== null && isInUse(file)) throw new InputFault(`${option}: ${file} is in use. Stop Rapport first.`);
    }
    const progress = progressOn(terminal);
    const copied = await opened(source, async (from) => {
      const { behind, newer } = await migrationState(from);
      if (newer)
        throw new InputFault('--from: a newer version of Rapport has migrated this database: use that version.');
      if (behind > 0)
        throw new InputFault('--from: the tables are older than this version: run ‘rapport migrate’ first.');
      return opened(target, (to) => copyDatabase(from, to, { source, onProgress: progress.step }));
    }).finally(() => progress.end());
    for (const chain of copied.broken)
      terminal.err(`The audit of ${chain} does not hold, in the source as in the copy.\n`);
    terminal.out(
      `${copied.rows} rows ${copied.resumed ? 'copied in more than one go' : 'copied'} and compared; ` +
        `${copied.chains - copied.broken.length} of ${copied.chains} chains of the audit hold\n`,
    );
  },
};

function address(option: string, url: string | undefined): string {
  if (url === undefined) throw new UsageError(`${option} is missing`);
  if (!ADDRESS.test(url)) throw new UsageError(`${option} is an address that starts with file: or postgres://`);
  return url;
}

const fileOf = (url: string): string | null => (url.startsWith('file:') ? url.slice('file:'.length) : null);

async function opened<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = await open(url);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
