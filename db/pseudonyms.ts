import { and, eq } from 'drizzle-orm';
import { NotFound } from './errors.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';

const named = prepared(({ tables: { members } }, tx, given: Given<{ network: string; member: string }>) =>
  tx
    .select({ pseudonym: members.pseudonym })
    .from(members)
    .where(
      and(eq(members.network, given('network', members.network)), eq(members.member, given('member', members.member))),
    ),
);

/** What the audit calls a member; it never changes while the person is in the network. @throws NotFound */
export async function pseudonymOf(db: Db, network: string, member: string): Promise<string> {
  const [row] = await db.read(named({ network, member }));
  // Without one the person was erased: nobody is to be found behind it.
  if (!row?.pseudonym) throw new NotFound('member', member);
  return row.pseudonym;
}

const MEMBER = 'member:';
const ACCOUNT = 'account:';

/** A member as the audit's actor. */
export const memberActor = (pseudonym: string): string => `${MEMBER}${pseudonym}`;
export const isMemberActor = (actor: string): boolean => actor.startsWith(MEMBER);
/** An account as the audit's actor: its id, since addresses change and are somebody's. */
export const accountActor = (id: string): string => `${ACCOUNT}${id}`;
export const isAccountActor = (actor: string): boolean => actor.startsWith(ACCOUNT);

/** What the audit calls each member of a network. */
export async function pseudonyms(db: Db, network: string): Promise<Map<string, string>> {
  const { members } = db.tables;
  const rows = await db
    .select({ member: members.member, pseudonym: members.pseudonym })
    .from(members)
    .where(eq(members.network, network));
  return new Map(rows.flatMap(({ member, pseudonym }) => (pseudonym === null ? [] : [[member, pseudonym] as const])));
}
