import { sql } from 'drizzle-orm';
import { knownMigrations } from './migrate.ts';
import type { Db } from './open.ts';

/** Where the tables stand: `behind` migrations are due, or a newer program has been here. */
export interface MigrationState {
  at: number;
  behind: number;
  newer: boolean;
}

/** Reads it without changing anything; a database without tables is behind by all. */
export async function migrationState(db: Db, folder?: string): Promise<MigrationState> {
  const known = knownMigrations(db, folder);
  const [row] = await db.session('read', async (tx): Promise<{ made: unknown }[]> => {
    try {
      return await tx.select({ made: sql`max(made)` }).from(sql`migrations`);
    } catch (error) {
      if (/no such table|does not exist/.test(String(error) + String(error instanceof Error ? error.cause : '')))
        return [];
      throw error;
    }
  });
  const at = Number(row?.made ?? 0);
  return {
    at,
    behind: known.filter((migration) => migration.folderMillis > at).length,
    newer: at > (known.at(-1)?.folderMillis ?? 0),
  };
}
