import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { atomic, must } from './atomic.ts';
import { auditSteps, SYSTEM_CHAIN, type By } from './audit.ts';
import { BrokenReference, NotFound } from './errors.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';
import type { Role } from './tables/accounts.ts';

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

/** The roles of an account in a network; [] for a network that there isn't, so that nobody learns which there are. */
export async function rolesIn(db: Db, userId: string, network: string): Promise<Role[]> {
  const { grants } = db.tables;
  const rows = await db
    .select({ role: grants.role })
    .from(grants)
    .where(and(eq(grants.userId, userId), eq(grants.network, network)))
    .orderBy(asc(grants.role));
  return rows.map((row) => row.role);
}

export interface SignedIn {
  userId: string;
  email: string;
  name: string;
  expiresAt: Date;
}

/** The account behind a session's token, in one look-up; null when it has expired or the account is disabled. */
export async function findSession(db: Db, token: string, now: Date): Promise<SignedIn | null> {
  const { session, user } = db.tables;
  const [row] = await db
    .select({ userId: user.id, email: user.email, name: user.name, expiresAt: session.expiresAt })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(and(eq(session.token, token), isNull(user.disabledAt)));
  return row && row.expiresAt > now ? row : null;
}

/** Gives an account a role in a network; again changes nothing. @throws NotFound (account or network) */
export async function grantRole(db: Db, userId: string, network: string, role: Role, by: By): Promise<void> {
  const { grants } = db.tables;
  await atomic(db, (tx) => [
    tx.insert(grants).values({ userId, network, role, grantedAt: by.now }).onConflictDoNothing(),
    ...auditSteps(db, tx, network, { action: 'role.grant', subject: userId, detail: { role } }, by),
  ]).catch((error: unknown) => {
    throw error instanceof BrokenReference ? new NotFound('account or network', network) : error;
  });
}

/** @throws NotFound when the account hasn't the role. */
export async function revokeRole(db: Db, userId: string, network: string, role: Role, by: By): Promise<void> {
  const { grants } = db.tables;
  await atomic(db, (tx) => [
    must(
      tx
        .delete(grants)
        .where(and(eq(grants.userId, userId), eq(grants.network, network), eq(grants.role, role)))
        .returning({ role: grants.role }),
      () => new NotFound('role', role),
    ),
    ...auditSteps(db, tx, network, { action: 'role.revoke', subject: userId, detail: { role } }, by),
  ]);
}

/** Who may do what in a network. */
export async function listGrants(
  db: Db,
  network: string,
): Promise<{ userId: string; email: string; name: string; role: Role }[]> {
  const { grants, user } = db.tables;
  return db
    .select({ userId: user.id, email: user.email, name: user.name, role: grants.role })
    .from(grants)
    .innerJoin(user, eq(user.id, grants.userId))
    .where(eq(grants.network, network))
    .orderBy(asc(user.email), asc(grants.role));
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
    ...auditSteps(db, tx, SYSTEM_CHAIN, { action: 'account.disable', subject: userId }, by),
  ]);
}
