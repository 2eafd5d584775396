import { and, asc, eq, gt, isNull, lte, not, or, sql } from 'drizzle-orm';
import { must, mustNot } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel, onlyRow } from './changes.ts';
import { BrokenReference, Conflict, InUse, NotFound } from './errors.ts';
import { newPseudonym } from './new-pseudonym.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';
import { pseudonymOf } from './pseudonyms.ts';
import type { Row } from './tables.ts';

export type MemberRow = Row<'members'>;

export interface NewMember {
  member: string;
  organisation: string;
  name?: string | null;
  email?: string | null;
  joined: string;
  left?: string | null;
  language?: string | null;
  /** The same for two rows of one person who moved to another agency. */
  person?: string | null;
}
export type MemberPatch = Partial<Omit<NewMember, 'member'>>;

/** The members of a network, in its own order. */
export async function listMembers(db: Db, network: string): Promise<MemberRow[]> {
  const { members } = db.tables;
  return db
    .select()
    .from(members)
    .where(eq(members.network, network))
    .orderBy(asc(members.position), asc(members.member));
}

/** The row of a member, as `db.read` and `snapshot` take it. */
export const memberOf = prepared(({ tables: { members } }, tx, given: Given<{ network: string; member: string }>) =>
  tx
    .select()
    .from(members)
    .where(
      and(eq(members.network, given('network', members.network)), eq(members.member, given('member', members.member))),
    ),
);

/** @throws NotFound */
export async function getMember(db: Db, network: string, member: string): Promise<MemberRow> {
  const [row] = await db.read(memberOf({ network, member }));
  if (!row) throw new NotFound('member', member);
  return row;
}

/** @throws NotFound (network or organisation); Conflict when an id is taken. */
export const addMember = async (db: Db, network: string, member: NewMember, by: By): Promise<MemberRow> =>
  onlyRow(await addMembers(db, network, [member], by));

/** All or none of them. @throws NotFound (network or organisation); Conflict when an id is taken. */
export async function addMembers(db: Db, network: string, added: readonly NewMember[], by: By): Promise<MemberRow[]> {
  const { members } = db.tables;
  const placed = added.map((member) => ({ ...member, pseudonym: newPseudonym() }));
  const names = placed.map((member) => member.pseudonym);
  const entry =
    names.length === 1
      ? { action: 'member.add', subject: names.join() }
      : { action: 'member.add', subject: `${names.length} members`, detail: { members: names } };
  const rows = await changePanel(db, network, entry, by, (tx) =>
    placed.map((member) =>
      must(
        tx
          .insert(members)
          .values({
            ...member,
            network,
            position: sql`(select coalesce(max(${members.position}), -1) + 1 from ${members} where ${members.network} = ${network})`,
          })
          .onConflictDoNothing()
          .returning(),
        () => new Conflict(`There is a member "${member.member}" already.`),
      ),
    ),
  ).catch(noSuchOrganisation(added));
  return rows.map(onlyRow);
}

/**
 * @throws NotFound (member or organisation); InUse when the new span would leave out a wave that the member answered,
 *   or the new organisation would rewrite past answers.
 */
export async function updateMember(
  db: Db,
  network: string,
  member: string,
  patch: MemberPatch,
  by: By,
): Promise<MemberRow> {
  const { members, responses, waves } = db.tables;
  const subject = await pseudonymOf(db, network, member);
  const entry = { action: 'member.change', subject, detail: { fields: Object.keys(patch) } };
  const inside = and(lte(members.joined, waves.opens), or(isNull(members.left), gt(members.left, waves.opens)));
  const [rows] = await changePanel(db, network, entry, by, (tx) => [
    must(
      tx
        .update(members)
        .set({ ...patch, member })
        .where(and(eq(members.network, network), eq(members.member, member)))
        .returning(),
      () => new NotFound('member', member),
    ),
    mustNot(
      tx
        .select({ wave: responses.wave })
        .from(responses)
        .innerJoin(members, and(eq(members.network, responses.network), eq(members.member, responses.member)))
        .innerJoin(waves, and(eq(waves.network, responses.network), eq(waves.wave, responses.wave)))
        .where(and(eq(responses.network, network), eq(responses.member, member), not(inside ?? sql`true`)))
        .limit(1),
      () => new InUse(`Member "${member}" has answered a wave that would then be outside the membership.`),
    ),
  ]).catch(noSuchOrganisation([patch]));
  return onlyRow(rows);
}

/** @throws NotFound; InUse when the member has answered: end the membership, or erase. */
export async function deleteMember(db: Db, network: string, member: string, by: By): Promise<void> {
  const { members } = db.tables;
  const subject = await pseudonymOf(db, network, member);
  await changePanel(db, network, { action: 'member.delete', subject }, by, (tx) => [
    must(
      tx
        .delete(members)
        .where(and(eq(members.network, network), eq(members.member, member)))
        .returning({ member: members.member }),
      () => new NotFound('member', member),
    ),
  ]).catch((error: unknown) => {
    throw error instanceof BrokenReference
      ? new InUse(`Member "${member}" has answered: end the membership, or erase the member.`)
      : error;
  });
}

const noSuchOrganisation =
  (rows: readonly { organisation?: string }[]) =>
  (error: unknown): never => {
    if (!(error instanceof BrokenReference)) throw error;
    throw new NotFound('organisation', [...new Set(rows.map((row) => row.organisation))].join('", "'));
  };
