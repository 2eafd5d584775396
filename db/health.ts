import { randomUUID } from 'node:crypto';
import { atomic } from './atomic.ts';
import type { Db } from './open.ts';

/**
 * Writes one row for good, which a full disk, a read-only file, a lock or a lost server refuses.
 *
 * @throws DatabaseUnavailable
 */
export async function tryWriting(db: Db, now: Date): Promise<void> {
  const { rateLimit } = db.tables;
  // An id of its own: of two at once, only the key may be there already.
  const row = { id: randomUUID(), key: 'health', count: 1, lastRequest: now.getTime() };
  await atomic(db, (tx) => [
    tx
      .insert(rateLimit)
      .values(row)
      .onConflictDoUpdate({ target: rateLimit.key, set: { lastRequest: row.lastRequest } }),
  ]);
}
