import { eq } from 'drizzle-orm';
import { atomic } from './atomic.ts';
import type { Db } from './open.ts';

/** Ends one session of an account, by the hash of the token that its cookie holds. */
export async function endSession(db: Db, tokenHash: string): Promise<void> {
  const { session } = db.tables;
  await atomic(db, (tx) => [tx.delete(session).where(eq(session.token, tokenHash))]);
}

/** Ends every session of an account. */
export async function endSessionsOf(db: Db, userId: string): Promise<void> {
  const { session } = db.tables;
  await atomic(db, (tx) => [tx.delete(session).where(eq(session.userId, userId))]);
}

/** Puts a hash of the same password in place of one that was made at a lower cost; one changed meanwhile stays. */
export async function renewPasswordHash(db: Db, stored: string, renewed: string): Promise<void> {
  const { account } = db.tables;
  await atomic(db, (tx) => [tx.update(account).set({ password: renewed }).where(eq(account.password, stored))]);
}
