import { randomUUID } from 'node:crypto';
import { eq, lt, sql } from 'drizzle-orm';
import { atomic } from './atomic.ts';
import type { Db } from './open.ts';

const HOUR_MS = 3_600_000;

/**
 * Counts one more try under a key and gives how many there were in its window, and when that began. The count is one
 * statement, so that many tries at once are all counted, by whichever process.
 */
export async function countTry(
  db: Db,
  key: string,
  now: Date,
  windowMs: number,
): Promise<{ count: number; since: Date }> {
  const { rateLimit } = db.tables;
  const at = now.getTime();
  const isOver = sql`${rateLimit.lastRequest} <= ${at - windowMs}`;
  const [rows] = await atomic(db, (tx) => [
    tx
      .insert(rateLimit)
      // An id of its own: of two first tries at once, only the key may be there already.
      .values({ id: randomUUID(), key, count: 1, lastRequest: at })
      .onConflictDoUpdate({
        target: rateLimit.key,
        set: {
          count: sql`case when ${isOver} then 1 else ${rateLimit.count} + 1 end`,
          lastRequest: sql`case when ${isOver} then ${at} else ${rateLimit.lastRequest} end`,
        },
      })
      .returning({ count: rateLimit.count, since: rateLimit.lastRequest }),
  ]);
  const [{ count, since } = { count: 1, since: at }] = rows;
  // A window that begins is the time to clear away those long over.
  if (count === 1) await atomic(db, (tx) => [tx.delete(rateLimit).where(lt(rateLimit.lastRequest, at - 2 * HOUR_MS))]);
  return { count, since: new Date(since) };
}

/** Takes a counted try back: it was none, the secret was right. */
export async function uncountTry(db: Db, key: string): Promise<void> {
  const { rateLimit } = db.tables;
  await atomic(db, (tx) => [
    tx
      .update(rateLimit)
      .set({ count: sql`case when ${rateLimit.count} > 0 then ${rateLimit.count} - 1 else 0 end` })
      .where(eq(rateLimit.key, key)),
  ]);
}
