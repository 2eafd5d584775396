import { and, eq, gt, inArray, isNull, lte, not, or, sql } from 'drizzle-orm';
import { must, mustNot, type Step } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel } from './changes.ts';
import { BrokenReference, InUse, NotFound, PersonGone } from './errors.ts';
import type { NewMember } from './members.ts';
import { listMerges, mergedInto } from './merged-away.ts';
import type { Db } from './open.ts';
import { pseudonyms } from './pseudonyms.ts';

/** A step back in who is in a network: rows as they were before, and rows that were not there. */
export interface Reversal {
  members: readonly NewMember[];
  remove: { members: readonly string[]; organisations: readonly string[] };
}

/**
 * Takes a change of the members back in one write: rows are put as they were, added ones are removed. A row that a merge took
 * out comes back beside the one that it went into, and the audit knows it by its old pseudonym.
 *
 * @throws NotFound for a row to be removed; InUse when an answer has come in that the earlier rows have no place for;
 *   PersonGone when somebody whom it is about was erased or removed since.
 */
export async function revertRoster(db: Db, network: string, reversal: Reversal, by: By): Promise<void> {
  const { erasures, members, organisations, responses, waves } = db.tables;
  const back = reversal.members.map(({ member }) => member);
  const [names, merges] = await Promise.all([pseudonyms(db, network), listMerges(db, network)]);
  const named = (ids: readonly string[]) => ids.flatMap((id) => names.get(id) ?? []);
  const removed = { members: named(reversal.remove.members), organisations: reversal.remove.organisations };
  const entry = { action: 'roster.undo', subject: network, detail: { members: named(back), removed } };
  const returning = reversal.members.filter(({ member }) => !names.has(member));
  const lost = mergedInto(named(back), merges, new Set(names.values()));
  // No id of an erased person is kept, so that a row which is not there comes back only where a merge took it.
  if (returning.length > lost.length) throw new PersonGone();
  const inside = and(lte(members.joined, waves.opens), or(isNull(members.left), gt(members.left, waves.opens)));
  await changePanel(db, network, entry, by, (tx): Step[] => [
    ...reversal.remove.members.map((member) =>
      must(
        tx
          .delete(members)
          .where(and(eq(members.network, network), eq(members.member, member)))
          .returning({ member: members.member }),
        () => new NotFound('member', member),
      ),
    ),
    ...reversal.remove.organisations.map((organisation) =>
      must(
        tx
          .delete(organisations)
          .where(and(eq(organisations.network, network), eq(organisations.organisation, organisation)))
          .returning({ organisation: organisations.organisation }),
        () => new NotFound('organisation', organisation),
      ),
    ),
    mustNot(
      tx
        .select({ pseudonym: erasures.pseudonym })
        .from(erasures)
        .where(and(eq(erasures.network, network), inArray(erasures.pseudonym, lost.slice(0, returning.length))))
        .limit(1),
      () => new PersonGone(),
    ),
    ...reversal.members.map((row) => {
      const values = { name: null, email: null, left: null, language: null, person: null, ...row };
      const pseudonym = names.get(row.member);
      const position = sql`(select coalesce(max(${members.position}), -1) + 1 from ${members} where ${members.network} = ${network})`;
      return must(
        pseudonym === undefined
          ? tx
              .insert(members)
              .values({ ...values, network, pseudonym: lost[returning.indexOf(row)], position })
              .onConflictDoNothing()
              .returning({ member: members.member })
          : tx
              .update(members)
              .set(values)
              .where(
                and(eq(members.network, network), eq(members.member, row.member), eq(members.pseudonym, pseudonym)),
              )
              .returning({ member: members.member }),
        () => new PersonGone(),
      );
    }),
    mustNot(
      tx
        .select({ wave: responses.wave })
        .from(responses)
        .innerJoin(members, and(eq(members.network, responses.network), eq(members.member, responses.member)))
        .innerJoin(waves, and(eq(waves.network, responses.network), eq(waves.wave, responses.wave)))
        .where(and(eq(responses.network, network), inArray(responses.member, back), not(inside ?? sql`true`)))
        .limit(back.length === 0 ? 0 : 1),
      () => new InUse('Somebody has answered since: this can’t be taken back any more.'),
    ),
  ]).catch((error: unknown) => {
    throw error instanceof BrokenReference
      ? new InUse('Something rests on it by now: this can’t be taken back any more.')
      : error;
  });
}
