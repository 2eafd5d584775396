import { atomic } from './atomic.ts';
import type { Db } from './open.ts';

/**
 * Writes one row for good, which a full disk, a read-only file, a lock or a lost server refuses.
 *
 * @throws DatabaseUnavailable
 */
export async function tryWriting(db: Db, now: Date): Promise<void> {
  const { rateLimit } = db.tables;
  const row = { id: 'health', key: 'health', count: 1, lastRequest: now.getTime() };
  await atomic(db, (tx) => [
    tx
      .insert(rateLimit)
      .values(row)
      .onConflictDoUpdate({ target: rateLimit.id, set: { lastRequest: row.lastRequest } }),
  ]);
}
