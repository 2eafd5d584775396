import { and, asc, count, desc, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import { atomic, must } from './atomic.ts';
import { auditSteps, SYSTEM_CHAIN, type By } from './audit.ts';
import { NotFound } from './errors.ts';
import { onlyRow } from './changes.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';

export type AccountRow = Row<'user'>;

/** The account of an address, in any case; null when there is none. */
export async function findAccount(db: Db, email: string): Promise<AccountRow | null> {
  const { user } = db.tables;
  const [row] = await db
    .select()
    .from(user)
    .where(eq(sql`lower(${user.email})`, email.toLowerCase()));
  return row ?? null;
}

export interface SignedIn {
  userId: string;
  email: string;
  name: string;
  expiresAt: Date;
}

/** The account behind the hash of a session's token, in one look-up; null when it has expired or the account is disabled. */
export async function findSession(db: Db, tokenHash: string, now: Date): Promise<SignedIn | null> {
  const { session, user } = db.tables;
  const [row] = await db
    .select({ userId: user.id, email: user.email, name: user.name, expiresAt: session.expiresAt })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(and(eq(session.token, tokenHash), isNull(user.disabledAt)));
  return row && row.expiresAt > now ? row : null;
}

/** Disables an account and ends its sessions in one write. @throws NotFound */
export async function disableAccount(db: Db, userId: string, by: By): Promise<void> {
  const { user, session } = db.tables;
  await atomic(db, (tx) => [
    must(
      tx.update(user).set({ disabledAt: by.now }).where(eq(user.id, userId)).returning({ id: user.id }),
      () => new NotFound('account', userId),
    ),
    tx.delete(session).where(eq(session.userId, userId)),
    ...auditSteps(SYSTEM_CHAIN, { action: 'account.disable', subject: userId }, by),
  ]);
}

/** How many accounts there are, disabled ones among them: none means that nobody has set the program up yet. */
export async function countAccounts(db: Db): Promise<number> {
  const [row] = await db.select({ accounts: count() }).from(db.tables.user);
  return row?.accounts ?? 0;
}

/** @throws NotFound */
export async function getAccount(db: Db, userId: string): Promise<AccountRow> {
  const { user } = db.tables;
  const [row] = await db.select().from(user).where(eq(user.id, userId));
  if (!row) throw new NotFound('account', userId);
  return row;
}

/** What an account is called, and the language of its mails and pages. @throws NotFound */
export async function updateAccount(
  db: Db,
  userId: string,
  patch: { name?: string; language?: string | null },
  by: By,
): Promise<AccountRow> {
  const { user } = db.tables;
  const [rows] = await atomic(db, (tx) => [
    must(
      tx
        .update(user)
        .set({ ...patch, updatedAt: by.now })
        .where(eq(user.id, userId))
        .returning(),
      () => new NotFound('account', userId),
    ),
    ...auditSteps(SYSTEM_CHAIN, { action: 'account.change', subject: userId }, by),
  ]);
  return onlyRow(rows);
}

export type SessionRow = Row<'session'>;

/** The sessions of an account that are still good, the newest first. */
export async function listSessions(db: Db, userId: string, now: Date): Promise<SessionRow[]> {
  const { session } = db.tables;
  return db
    .select()
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, now)))
    .orderBy(desc(session.createdAt), asc(session.id));
}

/** Ends one session of an account. @throws NotFound also for somebody else's. */
export async function endSession(db: Db, userId: string, id: string, by: By): Promise<void> {
  const { session } = db.tables;
  await atomic(db, (tx) => [
    must(
      tx
        .delete(session)
        .where(and(eq(session.id, id), eq(session.userId, userId)))
        .returning({ id: session.id }),
      () => new NotFound('session', id),
    ),
    ...auditSteps(SYSTEM_CHAIN, { action: 'session.end', subject: userId }, by),
  ]);
}

/** Ends all sessions of an account but the one whose token has this hash. */
export async function endOtherSessions(db: Db, userId: string, tokenHash: string, by: By): Promise<void> {
  const { session } = db.tables;
  await atomic(db, (tx) => [
    tx.delete(session).where(and(eq(session.userId, userId), ne(session.token, tokenHash))),
    ...auditSteps(SYSTEM_CHAIN, { action: 'session.end-others', subject: userId }, by),
  ]);
}
