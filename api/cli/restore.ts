import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { CannotDecrypt, isEncrypted } from '../operation/encrypted-file.ts';
import { ledgerFile, readLedger } from '../operation/erasure-ledger.ts';
import { PassphraseNeeded, restoreBackup, WouldOverwrite } from '../operation/restore-backup.ts';
import { InputFault, parseCommand, type Command } from './command.ts';
import { passphraseFor } from './passphrase.ts';
import { progressOn } from './progress.ts';
import { operator } from './store.ts';

export const restoreCommand: Command = {
  summary: 'a backup in place of the database',
  help: `usage: rapport restore FILE [--force] [--ledger FILE]

Puts a backup in the place of DATABASE_URL, on either engine; stop Rapport first. The backup is checked against its counts
and hashes, brought to this version’s tables, and people who were erased since it was made are erased again: they are found
in the ledger of erasures (ERASURE_LEDGER, and erasures.jsonl beside the backup). Everybody with an account signs in anew.
An encrypted backup’s passphrase comes from BACKUP_PASSPHRASE or stdin.

  --force          where there is a database: its file is moved aside, on PostgreSQL its rows are replaced
  --ledger FILE    a ledger of erasures that lies elsewhere`,
  async run(args, terminal) {
    const { positionals, values } = parseCommand(args, ['FILE'], {
      force: { type: 'boolean' },
      ledger: { type: 'string' },
    });
    const typed = positionals[0] ?? '';
    const file = resolve(terminal.folder, typed);
    if (!(await stat(file).catch(() => null))?.isFile()) throw new InputFault(`${typed}: there is no such file`);
    const config = readConfig(terminal.environment);
    const named = values.ledger === undefined ? null : resolve(terminal.folder, values.ledger);
    if (named !== null && !(await stat(named).catch(() => null)))
      throw new InputFault(`${values.ledger ?? ''}: there is no such file`);
    const ledgers = new Set([
      ledgerFile(config),
      join(dirname(file), 'erasures.jsonl'),
      ...(named === null ? [] : [named]),
    ]);
    const erased = (await Promise.all([...ledgers].map(readLedger))).flat();
    const passphrase = (await isEncrypted(file)) ? await passphraseFor(config, terminal) : null;
    const progress = progressOn(terminal);
    const { manifest, erasedAgain, movedTo } = await restoreBackup(file, {
      databaseUrl: config.databaseUrl,
      passphrase,
      force: values.force ?? false,
      erased,
      by: operator(terminal),
      onProgress: progress.step,
    }).catch((error: unknown) => {
      progress.end();
      const expected = [CannotDecrypt, PassphraseNeeded, WouldOverwrite].some((kind) => error instanceof kind);
      throw expected && error instanceof Error ? new InputFault(`${typed}: ${error.message}`) : error;
    });
    progress.end();
    const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
    terminal.out(`restored ${rows} rows as of ${manifest.made}\n`);
    terminal.out(`erased again: ${erasedAgain}\n`);
    if (movedTo !== null)
      terminal.err(`The database that was there is at ${movedTo} now; remove it when you need it no more.\n`);
    terminal.err('Links and roles that were ended after the backup count again: look at reports and roles.\n');
  },
};
