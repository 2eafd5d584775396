import { and, eq, or, sql } from 'drizzle-orm';
import { must } from './atomic.ts';
import type { By } from './audit.ts';
import { dayIn } from './calendar.ts';
import { changePanel } from './changes.ts';
import { NotFound } from './errors.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';

/**
 * Erases a person from a network: every answer, rating, text, draft, consent and link of theirs, and name, address and
 * language. The bare row stays, so that who was eligible when stays right; the membership ends on the day of erasure.
 * Published reports and frozen releases hold no person and stay.
 *
 * @throws NotFound
 */
export async function eraseMember(db: Db, network: string, member: string, by: By): Promise<void> {
  const { members, responses, drafts, invitations, surveySessions, submissionKeys, consents } = db.tables;
  const { mailLinks, suppressions, jobs } = db.tables;
  const today = dayIn((await getNetwork(db, network)).timezone, by.now);
  await changePanel(db, network, { action: 'member.erase', subject: member }, by, (tx) => [
    must(
      tx
        .update(members)
        .set({
          name: null,
          email: null,
          language: null,
          person: null,
          left: sql`case when ${members.left} <= ${today} then ${members.left} else ${today} end`,
        })
        .where(and(eq(members.network, network), eq(members.member, member)))
        .returning({ member: members.member }),
      () => new NotFound('member', member),
    ),
    ...[
      ...[responses, drafts, invitations, surveySessions, submissionKeys, consents],
      ...[mailLinks, suppressions, jobs],
    ].map((table) => tx.delete(table).where(and(eq(table.network, network), eq(table.member, member)))),
  ]);
}

/** Where a member is found by id or by e-mail address, over all networks: what `rapport erase MEMBER` acts on. */
export async function findMembers(db: Db, idOrEmail: string): Promise<{ network: string; member: string }[]> {
  const { members } = db.tables;
  return db
    .select({ network: members.network, member: members.member })
    .from(members)
    .where(or(eq(members.member, idOrEmail), sql`lower(${members.email}) = ${idOrEmail.toLowerCase()}`));
}
