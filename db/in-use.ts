import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Whether another process has this SQLite file open. What a crash left in its write-ahead log is taken into the file. */
export function isInUse(path: string): boolean {
  if (!existsSync(path)) return false;
  const client = new Database(path, { timeout: 0 });
  try {
    client.pragma('locking_mode = EXCLUSIVE');
    client.exec('BEGIN EXCLUSIVE; COMMIT');
    return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code))) return true;
    // Damaged or no database at all: nobody works with it.
    if (error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(String(error.code)))
      return false;
    throw error;
  } finally {
    client.close();
  }
}
