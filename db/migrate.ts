import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { DatabaseNewer, UnfinishedCopy } from './errors.ts';
import type { Db } from './open.ts';

/** The table that a database has while it is being copied into (copy-database.ts). */
export const COPY_STATE = 'unfinished_copy';
const TABLES = {
  sqlite: `SELECT name FROM sqlite_master WHERE type = 'table' AND name = '${COPY_STATE}'`,
  postgres: `SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename = '${COPY_STATE}'`,
};

const beside = fileURLToPath(new URL('./migrations', import.meta.url));

/** The migrations that this program ships for the engine of `db`, oldest first. */
export const knownMigrations = (db: Db, folder = beside) =>
  readMigrationFiles({ migrationsFolder: `${folder}/${db.engine === 'sqlite' ? 'sqlite' : 'pg'}` });

/**
 * Brings the tables up to this program's, in one transaction that keeps other processes out; gives how many migrations ran.
 *
 * @param folder holds `sqlite/` and `pg/` as drizzle-kit wrote them; a bundle passes the place it ships them in.
 * @throws DatabaseNewer when a newer program has migrated it; UnfinishedCopy.
 */
export async function migrate(
  db: Db,
  { folder, onProgress }: { folder?: string | undefined; onProgress?: (done: number, all: number) => void } = {},
): Promise<number> {
  const known = knownMigrations(db, folder);
  const newest = known.at(-1)?.folderMillis ?? 0;
  let ran = 0;
  await db.migration(function* () {
    if ((yield TABLES[db.engine]).length > 0) throw new UnfinishedCopy();
    yield 'CREATE TABLE IF NOT EXISTS migrations (made bigint PRIMARY KEY, hash text NOT NULL)';
    const [last] = yield 'SELECT max(made) AS made FROM migrations';
    const at = Number(last?.made ?? 0);
    if (at > newest) throw new DatabaseNewer(String(at), String(newest));
    const due = known.filter((migration) => migration.folderMillis > at);
    for (const migration of due) {
      for (const statement of migration.sql) if (statement.trim() !== '') yield statement;
      yield `INSERT INTO migrations (made, hash) VALUES (${migration.folderMillis}, '${migration.hash}')`;
      ran += 1;
      onProgress?.(ran, due.length);
    }
  });
  return ran;
}
