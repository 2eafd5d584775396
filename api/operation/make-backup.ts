import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeBackup, type Manifest } from '@rapport/db/backup';
import type { Db } from '@rapport/db/open';
import { encryptFile } from './encrypted-file.ts';

export interface MakeBackup {
  /** Where the database is, or is reached. */
  databaseUrl: string;
  /** Encrypts the file; null leaves it a plain SQLite database. */
  passphrase: string | null;
  now: Date;
  onProgress?: (done: number, all: number, what: string) => void;
}

/**
 * Writes a backup to `file`, which is there whole or not at all. What is to be encrypted lies unencrypted only beside the
 * database itself, and only meanwhile.
 */
export async function makeBackup(
  db: Db,
  file: string,
  { databaseUrl, passphrase, now, onProgress }: MakeBackup,
): Promise<Manifest> {
  const beside = passphrase !== null && databaseUrl.startsWith('file:') ? databaseUrl.slice('file:'.length) : file;
  const folder = await mkdtemp(join(dirname(beside), '.rapport-backup-'));
  const sealed = `${file}.part`;
  try {
    const plain = join(folder, 'backup.db');
    const manifest = await writeBackup(db, plain, { now, onProgress });
    if (passphrase === null) await rename(plain, file);
    else {
      await rm(sealed, { force: true });
      await encryptFile(plain, sealed, passphrase, (done, all) => onProgress?.(done, all, 'encrypting'));
      await rename(sealed, file);
    }
    await syncFolder(dirname(file));
    return manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(sealed, { force: true });
  }
}

/** Makes a rename last through a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
