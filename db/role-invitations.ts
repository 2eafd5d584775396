import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { atomic, must, mustNot } from './atomic.ts';
import { auditSteps, type By } from './audit.ts';
import { Conflict, InvitedOtherwise, NotFound } from './errors.ts';
import type { Db } from './open.ts';
import { beginsAfter, grantSteps } from './roles.ts';
import type { Row } from './tables.ts';
import type { Role } from './tables/accounts.ts';

export type RoleInvitationRow = Row<'roleInvitations'>;

export interface NewRoleInvitation {
  id: string;
  tokenHash: string;
  email: string;
  role: Role;
  language: string | null;
  /** The account of the lead who invites. */
  invitedBy: string;
  expiresAt: Date;
}

/**
 * Asks somebody to take a role in a network. A second invitation to the same address for the same role takes the first one's
 * place, whose link ends.
 * @throws Conflict when an account with this address has the role
 */
export async function inviteToRole(db: Db, network: string, invitation: NewRoleInvitation, by: By): Promise<void> {
  const { roleInvitations, grants, user } = db.tables;
  const { id, role } = invitation;
  const row = { ...invitation, network, email: invitation.email.toLowerCase(), createdAt: by.now };
  await atomic(db, (tx) => [
    mustNot(
      tx
        .select({ userId: user.id })
        .from(user)
        .innerJoin(grants, eq(grants.userId, user.id))
        .where(and(eq(sql`lower(${user.email})`, row.email), eq(grants.network, network), eq(grants.role, role))),
      () => new Conflict(`${row.email} has this role already.`),
    ),
    tx
      .insert(roleInvitations)
      .values(row)
      .onConflictDoUpdate({
        target: [roleInvitations.network, roleInvitations.email, roleInvitations.role],
        set: row,
      }),
    ...auditSteps(network, { action: 'role.invite', subject: id, detail: { role } }, by),
  ]);
}

/** Those of a network that nobody has taken up, expired ones among them, the oldest first. */
export async function listRoleInvitations(db: Db, network: string): Promise<RoleInvitationRow[]> {
  const { roleInvitations } = db.tables;
  return db
    .select()
    .from(roleInvitations)
    .where(eq(roleInvitations.network, network))
    .orderBy(asc(roleInvitations.createdAt), asc(roleInvitations.id));
}

/** Takes an invitation back: its link ends. @throws NotFound */
export async function withdrawRoleInvitation(db: Db, network: string, id: string, by: By): Promise<void> {
  const { roleInvitations } = db.tables;
  await atomic(db, (tx) => [
    must(
      tx
        .delete(roleInvitations)
        .where(and(eq(roleInvitations.network, network), eq(roleInvitations.id, id)))
        .returning({ role: roleInvitations.role }),
      () => new NotFound('invitation', id),
    ),
    ...auditSteps(network, { action: 'role.invite-end', subject: id }, by),
  ]);
}

/** What a link is about: the network's name, the role, who asks. @throws NotFound for one that is unknown, taken or expired */
export async function openRoleInvitation(
  db: Db,
  tokenHash: string,
  now: Date,
): Promise<RoleInvitationRow & { networkName: string; invitedByName: string }> {
  const { roleInvitations, networks, user } = db.tables;
  const [found] = await db
    .select({ invitation: roleInvitations, networkName: networks.name, invitedByName: user.name })
    .from(roleInvitations)
    .innerJoin(networks, eq(networks.slug, roleInvitations.network))
    .innerJoin(user, eq(user.id, roleInvitations.invitedBy))
    .where(and(eq(roleInvitations.tokenHash, tokenHash), gt(roleInvitations.expiresAt, now)));
  if (!found) throw new NotFound('invitation', 'with this link');
  return { ...found.invitation, networkName: found.networkName, invitedByName: found.invitedByName };
}

/**
 * Gives the role to an account and uses the invitation up, both or neither: a link that somebody else got hold of makes no lead.
 * @throws NotFound; InvitedOtherwise when the account's address, in any case, is not the one that was invited
 */
export async function acceptRoleInvitation(
  db: Db,
  { network, role, email, tokenHash, id }: RoleInvitationRow,
  userId: string,
  by: By,
): Promise<void> {
  const { roleInvitations, user } = db.tables;
  const grant = { userId, network, role, beginsAfter: await beginsAfter(db, network, role, by.now) };
  await atomic(db, (tx) => [
    must(
      tx
        .delete(roleInvitations)
        .where(and(eq(roleInvitations.tokenHash, tokenHash), gt(roleInvitations.expiresAt, by.now)))
        .returning({ id: roleInvitations.id }),
      () => new NotFound('invitation', id),
    ),
    must(
      tx
        .select({ id: user.id })
        .from(user)
        .where(and(eq(user.id, userId), eq(sql`lower(${user.email})`, email.toLowerCase()))),
      () => new InvitedOtherwise(),
    ),
    ...grantSteps(db, tx, grant, by),
  ]);
}
