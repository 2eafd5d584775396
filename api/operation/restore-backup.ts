import { copyFile, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { atomic } from '@rapport/db/atomic';
import { recordAudit, SYSTEM_CHAIN, type By } from '@rapport/db/audit';
import { unpackBackup, verifyBackup, type Manifest } from '@rapport/db/backup';
import { copyRows } from '@rapport/db/copy-rows';
import { eraseMember, findErased } from '@rapport/db/erasure';
import { isInUse } from '@rapport/db/in-use';
import { migrate } from '@rapport/db/migrate';
import { listNetworks } from '@rapport/db/networks';
import { open, type Db } from '@rapport/db/open';
import { decryptFile, isEncrypted } from './encrypted-file.ts';
import type { LedgerLine } from './erasure-ledger.ts';
import { syncFolder } from './make-backup.ts';

/** There is something where the backup would go. */
export class WouldOverwrite extends Error {}
export class PassphraseNeeded extends Error {}

export interface Restore {
  databaseUrl: string;
  passphrase: string | null;
  /** Replaces what is there: a SQLite file is moved aside, the rows of PostgreSQL go. */
  force: boolean;
  /** What was erased since the backup, or ever. */
  erased: readonly LedgerLine[];
  by: By;
  onProgress?: (done: number, all: number, what: string) => void;
}

export interface Restored {
  manifest: Manifest;
  /** People erased after the backup was made, and erased again now. */
  erasedAgain: number;
  /** Where the earlier SQLite file is, if there was one. */
  movedTo: string | null;
}

/**
 * Puts a backup in the place of the database: verified first, brought to this program's schema, without the people who were
 * erased since, without sessions of accounts. Until all of that is done, nothing that is there is touched.
 *
 * @throws BackupDamaged; CannotDecrypt; PassphraseNeeded; WouldOverwrite; DatabaseNewer
 */
export async function restoreBackup(file: string, restore: Restore): Promise<Restored> {
  const { databaseUrl, force, onProgress } = restore;
  const path = databaseUrl.startsWith('file:') ? databaseUrl.slice('file:'.length) : null;
  if (path !== null) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (isInUse(path)) throw new WouldOverwrite(`${path} is in use: stop Rapport first.`);
    if (!force && (await stat(path).catch(() => null))?.size)
      throw new WouldOverwrite(`${path} is there already: with --force it is moved aside.`);
  }
  const folder = await mkdtemp(join(path === null ? dirname(file) : dirname(path), '.rapport-restore-'));
  try {
    const copy = join(folder, 'restored.db');
    await plainCopy(file, copy, restore);
    const { manifest, erasedAgain } = await prepare(copy, restore);
    if (path === null) {
      await fill(databaseUrl, copy, force, onProgress);
      return { manifest, erasedAgain, movedTo: null };
    }
    return { manifest, erasedAgain, movedTo: await putInPlace(copy, path, restore.by.now) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function plainCopy(file: string, copy: string, { passphrase, onProgress }: Restore): Promise<void> {
  if (!(await isEncrypted(file))) return copyFile(file, copy);
  if (passphrase === null) throw new PassphraseNeeded('The backup is encrypted: give its passphrase.');
  await decryptFile(file, copy, passphrase, (done, all) => onProgress?.(done, all, 'decrypting'));
}

async function prepare(copy: string, { erased, by, onProgress }: Restore) {
  const db = await open(`file:${copy}`);
  try {
    const manifest = await verifyBackup(db, (done, all) => onProgress?.(done, all, 'checking'));
    await unpackBackup(db);
    const erasedAgain = await eraseAgain(db, erased, by);
    const { session, verification, rateLimit } = db.tables;
    await atomic(db, (tx) => [session, verification, rateLimit].map((table) => tx.delete(table)));
    const detail = { made: manifest.made, erasedAgain };
    await recordAudit(db, SYSTEM_CHAIN, { action: 'database.restore', subject: manifest.engine, detail }, by);
    await db.scrub({ whole: true });
    return { manifest, erasedAgain };
  } finally {
    await db.close();
  }
}

// A person with several rows is erased under all of them at once, so what is left is looked for anew each time.
async function eraseAgain(db: Db, erased: readonly LedgerLine[], by: By): Promise<number> {
  let people = 0;
  for (let [one] = await findErased(db, erased); one; [one] = await findErased(db, erased)) {
    await eraseMember(db, one.network, one.member, by);
    people += 1;
  }
  return people;
}

async function putInPlace(copy: string, path: string, now: Date): Promise<string | null> {
  const before = await stat(path).catch(() => null);
  const movedTo = before?.size ? `${path}.before-restore-${now.toISOString().replaceAll(/[:.]/g, '-')}` : null;
  if (movedTo !== null) await rename(path, movedTo);
  // Nobody has the file open, so what is left of its log was taken into it, or belongs to a file that is damaged.
  for (const rest of ['-wal', '-shm']) await rm(`${path}${rest}`, { force: true });
  await rename(copy, path);
  await syncFolder(dirname(path));
  return movedTo;
}

async function fill(url: string, copy: string, force: boolean, onProgress: Restore['onProgress']): Promise<void> {
  const [target, source] = [await open(url), await open(`file:${copy}`)];
  try {
    await migrate(target);
    if (!force && (await listNetworks(target)).length > 0)
      throw new WouldOverwrite('There are networks in the database already: with --force they are replaced.');
    await copyRows(source, target, { clear: true, onProgress: (done, all) => onProgress?.(done, all, 'storing') });
  } finally {
    await source.close();
    await target.close();
  }
}
