import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { keepLedger, ledgerFile } from '../operation/erasure-ledger.ts';
import { makeBackup } from '../operation/make-backup.ts';
import { InputFault, parseCommand, type Command } from './command.ts';
import { passphraseFor } from './passphrase.ts';
import { progressOn } from './progress.ts';
import { withDatabase } from './store.ts';

export const backupCommand: Command = {
  summary: 'the whole database into one file, while it is used',
  help: `usage: rapport backup FILE [--encrypt] [--force]

Writes all of DATABASE_URL as it is at one moment, SQLite or PostgreSQL, to one file, while members write on. The file is
read back against the counts and hashes that it holds; ‘rapport restore’ puts it back on either engine. It holds names,
addresses and answers: keep it accordingly. AUTH_SECRET or data/secret is not in it: keep that apart.

  --encrypt        under a passphrase of at least 12 characters, from BACKUP_PASSPHRASE or stdin
  --force          replaces a file that is there`,
  async run(args, terminal) {
    const { positionals, values } = parseCommand(args, ['FILE'], {
      encrypt: { type: 'boolean' },
      force: { type: 'boolean' },
    });
    const typed = positionals[0] ?? '';
    const file = resolve(terminal.folder, typed);
    const there = await stat(file).catch(() => null);
    if (there?.isDirectory()) throw new InputFault(`${typed}: is a folder`);
    if (there?.size && !values.force) throw new InputFault(`${typed}: is there already; --force replaces it`);
    const manifest = await withDatabase(terminal, async (db, config) => {
      const passphrase = values.encrypt ? await passphraseFor(config, terminal) : null;
      await mkdir(dirname(file), { recursive: true });
      await keepLedger(db, ledgerFile(config));
      const progress = progressOn(terminal);
      const { databaseUrl } = config;
      const made = await makeBackup(db, file, {
        databaseUrl,
        passphrase,
        now: terminal.clock(),
        onProgress: progress.step,
      });
      progress.end();
      return made;
    });
    const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
    terminal.out(`${file}: ${rows} rows of ${Object.keys(manifest.tables).length} tables, checked\n`);
  },
};
