import { Digest, copyRows, type Digests } from './copy-rows.ts';
import { BackupDamaged } from './errors.ts';
import { migrate } from './migrate.ts';
import { open, type Db, type Engine } from './open.ts';

/** What a backup says of itself: when it was made, of what, and what it has to hold. */
export interface Manifest {
  format: 'rapport-backup/1';
  made: string;
  engine: Engine;
  tables: Digests;
}

export interface BackupOptions {
  now: Date;
  /** See `migrate`. */
  folder?: string;
  onProgress?: (done: number, all: number, what: string) => void;
}

const MANIFEST = 'backup_manifest';

/**
 * Writes the whole database as it is at one moment to a new SQLite file, whichever engine it is on, while others write on.
 * The file holds its own manifest and is read back against it before this returns.
 *
 * @throws BackupDamaged when what was written is not what was read.
 */
export async function writeBackup(db: Db, file: string, { now, folder, onProgress }: BackupOptions): Promise<Manifest> {
  const backup = await open(`file:${file}`);
  try {
    await migrate(backup, { folder });
    const tables = await copyRows(db, backup, { onProgress: (done, all) => onProgress?.(done, all, 'copying') });
    const manifest: Manifest = { format: 'rapport-backup/1', made: now.toISOString(), engine: db.engine, tables };
    await backup.migration(function* () {
      yield `CREATE TABLE ${MANIFEST} (manifest text NOT NULL)`;
      yield `INSERT INTO ${MANIFEST} VALUES ('${JSON.stringify(manifest).replaceAll("'", "''")}')`;
    });
    await verifyBackup(backup, (done, all) => onProgress?.(done, all, 'checking'));
    return manifest;
  } finally {
    await backup.close();
  }
}

/**
 * Checks an open backup: its pages, its references, and every row against the manifest.
 *
 * @throws BackupDamaged naming the first thing that is wrong.
 */
export async function verifyBackup(
  backup: Db,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<Manifest> {
  const manifest = await readManifest(backup);
  const [fault] = await backup.integrityFaults();
  if (fault !== undefined) throw new BackupDamaged(fault);
  const all = Object.values(manifest.tables).reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  await backup.migration(function* () {
    for (const [table, { columns, rows, sha256 }] of Object.entries(manifest.tables)) {
      const digest = new Digest();
      const list = columns.map((column) => `"${column}"`).join(', ');
      let after = 0;
      for (;;) {
        const page =
          yield `SELECT rowid AS "row id", ${list} FROM "${table}" WHERE rowid > ${after} ORDER BY rowid LIMIT 1000`;
        for (const row of page) digest.add(columns.map((column) => row[column] as string | number | null));
        done += page.length;
        onProgress(done, all);
        if (page.length < 1000) break;
        after = Number(page.at(-1)?.['row id']);
      }
      const found = digest.result();
      if (found.rows !== rows) throw new BackupDamaged(`${table} has ${found.rows} rows in place of ${rows}`);
      if (found.sha256 !== sha256) throw new BackupDamaged(`rows of ${table} are not what they were`);
    }
  });
  return manifest;
}

async function readManifest(backup: Db): Promise<Manifest> {
  let text: unknown;
  await backup.migration(function* () {
    const [table] = yield `SELECT name FROM sqlite_master WHERE type = 'table' AND name = '${MANIFEST}'`;
    if (table) text = (yield `SELECT manifest FROM ${MANIFEST}`)[0]?.manifest;
  });
  if (typeof text !== 'string') throw new BackupDamaged('it is no backup of Rapport’s');
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 'rapport-backup/1') throw new BackupDamaged(`its format is ${String(manifest.format)}`);
  return manifest;
}

/** Makes a verified backup a database like any other, of this program's schema. */
export async function unpackBackup(backup: Db, folder?: string): Promise<void> {
  await backup.migration(function* () {
    yield `DROP TABLE ${MANIFEST}`;
  });
  await migrate(backup, { folder });
}
