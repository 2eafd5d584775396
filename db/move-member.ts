import { and, eq, gte, isNull, lt, sql } from 'drizzle-orm';
import { must, mustNot, type Step } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel } from './changes.ts';
import { BrokenReference, Conflict, InUse, NotFound } from './errors.ts';
import { getMember, listMembers, type MemberRow } from './members.ts';
import type { Db } from './open.ts';
import { pseudonymOf } from './pseudonyms.ts';

/**
 * Moves a person to another agency from a day on: the row there is ends, a new one with the same `person` begins, and past
 * waves stay as they were. Gives the new row.
 *
 * @throws NotFound (member or organisation); Conflict when the membership has ended or begins later; InUse when the member
 *   has answered a wave that opened on that day or later.
 */
export async function moveMember(
  db: Db,
  network: string,
  member: string,
  { organisation, from }: { organisation: string; from: string },
  by: By,
): Promise<MemberRow> {
  const { members, responses, waves } = db.tables;
  const [before, everybody] = await Promise.all([getMember(db, network, member), listMembers(db, network)]);
  const person = before.person ?? member;
  const taken = new Set(everybody.map((row) => row.member));
  let place = 2;
  while (taken.has(`${person}-${place}`)) place += 1;
  const moved = `${person}-${place}`;
  const subject = await pseudonymOf(db, network, member);
  const entry = { action: 'member.move', subject, detail: { organisation, from } };
  await changePanel(db, network, entry, by, (tx): Step[] => [
    must(
      tx
        .update(members)
        .set({ left: from, person })
        .where(
          and(eq(members.network, network), eq(members.member, member), isNull(members.left), lt(members.joined, from)),
        )
        .returning({ member: members.member }),
      () => new Conflict(`Member "${member}" is not in the network on the day before ${from}.`),
    ),
    mustNot(
      tx
        .select({ wave: responses.wave })
        .from(responses)
        .innerJoin(waves, and(eq(waves.network, responses.network), eq(waves.wave, responses.wave)))
        .where(and(eq(responses.network, network), eq(responses.member, member), gte(waves.opens, from)))
        .limit(1),
      () => new InUse(`Member "${member}" has answered a wave that opened on ${from} or later.`),
    ),
    must(
      tx
        .insert(members)
        .values({
          ...before,
          member: moved,
          person,
          organisation,
          joined: from,
          left: null,
          position: sql`(select coalesce(max(${members.position}), -1) + 1 from ${members} where ${members.network} = ${network})`,
        })
        .onConflictDoNothing()
        .returning({ member: members.member }),
      () => new Conflict(`There is a member "${moved}" already.`),
    ),
  ]).catch((error: unknown) => {
    throw error instanceof BrokenReference ? new NotFound('organisation', organisation) : error;
  });
  return getMember(db, network, moved);
}
