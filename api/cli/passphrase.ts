import type { Config } from '../config.ts';
import { InputFault, type Terminal } from './command.ts';

/** `BACKUP_PASSPHRASE`, else what comes on stdin. */
export async function passphraseFor({ backupPassphrase }: Config, terminal: Terminal): Promise<string> {
  if (backupPassphrase !== null) return backupPassphrase;
  if (terminal.stdinIsTerminal) terminal.err('Passphrase, then Enter and Ctrl-D: ');
  const given = (await terminal.stdin()).replace(/\r?\n$/, '');
  if (given.length < 12)
    throw new InputFault('The passphrase has at least 12 characters; it comes on stdin or in BACKUP_PASSPHRASE.');
  return given;
}
