import { and, asc, eq, isNull, lte, max, notInArray, sql, type SQL } from 'drizzle-orm';
import { atomic, must, type Builder, type Step } from './atomic.ts';
import { auditSteps, type By } from './audit.ts';
import { dayIn } from './calendar.ts';
import { BrokenReference, LastLead, NotFound } from './errors.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';
import type { Role } from './tables/accounts.ts';

/**
 * Gives an account a role in a network, all of it at once, as the operator may; again changes nothing.
 * @throws NotFound (account or network)
 */
export async function grantRole(db: Db, userId: string, network: string, role: Role, by: By): Promise<void> {
  await atomic(db, (tx) => grantSteps(db, tx, { userId, network, role, beginsAfter: null }, by)).catch(
    (error: unknown) => {
      throw error instanceof BrokenReference ? new NotFound('account or network', network) : error;
    },
  );
}

/** The queries that give an account a role. */
export function grantSteps(
  db: Db,
  tx: Builder,
  grant: { userId: string; network: string; role: Role; beginsAfter: SQL | null },
  by: By,
): Step[] {
  const { userId, network, role } = grant;
  return [
    tx
      .insert(db.tables.grants)
      .values({ ...grant, grantedAt: by.now })
      .onConflictDoNothing(),
    ...auditSteps(network, { action: 'role.grant', subject: userId, detail: { role } }, by),
  ];
}

/**
 * From when on a role holds that a lead gives: a custodian's after the waves that have opened already, since their members
 * were not told of them; any other's at once.
 */
export async function beginsAfter(db: Db, network: string, role: Role, now: Date): Promise<SQL | null> {
  if (role !== 'custodian') return null;
  const { waves } = db.tables;
  const today = dayIn((await getNetwork(db, network)).timezone, now);
  return sql`(${db
    .select({ opens: max(waves.opens) })
    .from(waves)
    .where(and(eq(waves.network, network), lte(waves.opens, today)))
    .getSQL()})`;
}

/** @throws NotFound when the account hasn't the role; LastLead */
export async function revokeRole(db: Db, userId: string, network: string, role: Role, by: By): Promise<void> {
  const { grants } = db.tables;
  await atomic(db, (tx) => [
    // First, since it locks the network's chain: two leads who take each other's role away come one after the other.
    ...auditSteps(network, { action: 'role.revoke', subject: userId, detail: { role } }, by),
    must(
      tx
        .delete(grants)
        .where(and(eq(grants.userId, userId), eq(grants.network, network), eq(grants.role, role)))
        .returning({ role: grants.role }),
      () => new NotFound('role', role),
    ),
    ...(role === 'lead' ? [leadRemains(db, tx, network)] : []),
  ]);
}

/**
 * Gives an account exactly these roles in a network; none takes it out. Roles that it keeps stay as they were given.
 * @throws NotFound when it has none there; LastLead
 */
export async function setRoles(db: Db, userId: string, network: string, roles: readonly Role[], by: By): Promise<void> {
  const { grants } = db.tables;
  const held = await rolesIn(db, userId, network);
  if (held.length === 0) throw new NotFound('account', userId);
  const added = await Promise.all(
    roles
      .filter((role) => !held.includes(role))
      .map(async (role) => ({ userId, network, role, beginsAfter: await beginsAfter(db, network, role, by.now) })),
  );
  const taken = held.filter((role) => !roles.includes(role));
  await atomic(db, (tx) => [
    ...taken.flatMap((role) => auditSteps(network, { action: 'role.revoke', subject: userId, detail: { role } }, by)),
    ...added.flatMap((grant) => grantSteps(db, tx, grant, by)),
    tx
      .delete(grants)
      .where(
        and(
          eq(grants.userId, userId),
          eq(grants.network, network),
          roles.length > 0 ? notInArray(grants.role, [...roles]) : undefined,
        ),
      ),
    ...(taken.includes('lead') ? [leadRemains(db, tx, network)] : []),
  ]);
}

const leadRemains = (db: Db, tx: Builder, network: string) => {
  const { grants, user } = db.tables;
  return must(
    tx
      .select({ userId: grants.userId })
      .from(grants)
      .innerJoin(user, eq(user.id, grants.userId))
      .where(and(eq(grants.network, network), eq(grants.role, 'lead'), isNull(user.disabledAt)))
      .limit(1),
    () => new LastLead(),
  );
};

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

export interface GrantRow extends Pick<Row<'grants'>, 'userId' | 'role' | 'grantedAt' | 'beginsAfter'> {
  email: string;
  name: string;
}

/** Who may do what in a network, by address; disabled accounts are left out. */
export async function listGrants(db: Db, network: string): Promise<GrantRow[]> {
  const { grants, user } = db.tables;
  return db
    .select({
      userId: user.id,
      email: user.email,
      name: user.name,
      role: grants.role,
      grantedAt: grants.grantedAt,
      beginsAfter: grants.beginsAfter,
    })
    .from(grants)
    .innerJoin(user, eq(user.id, grants.userId))
    .where(and(eq(grants.network, network), isNull(user.disabledAt)))
    .orderBy(asc(user.email), asc(grants.role));
}
