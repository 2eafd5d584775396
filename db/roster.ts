import { sql } from 'drizzle-orm';
import { must, type Step } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel } from './changes.ts';
import { BrokenReference, Conflict, NotFound } from './errors.ts';
import type { NewMember } from './members.ts';
import { newPseudonym } from './new-pseudonym.ts';
import type { Db } from './open.ts';
import type { NewOrganisation } from './organisations.ts';

export interface Roster {
  organisations: readonly NewOrganisation[];
  /** Of these organisations, or of some that are there already. */
  members: readonly NewMember[];
}

/**
 * Adds agencies and their people in one write, all or none.
 *
 * @throws NotFound (network or organisation); Conflict when an id is taken.
 */
export async function addRoster(db: Db, network: string, roster: Roster, by: By): Promise<void> {
  const { organisations, members } = db.tables;
  const people = roster.members.map((member) => ({ ...member, pseudonym: newPseudonym() }));
  const detail = {
    organisations: roster.organisations.map(({ organisation }) => organisation),
    members: people.map(({ pseudonym }) => pseudonym),
  };
  const entry = { action: 'roster.add', subject: `${detail.organisations.length} + ${detail.members.length}`, detail };
  const nextOf = (table: typeof organisations | typeof members) =>
    sql`(select coalesce(max(${table.position}), -1) + 1 from ${table} where ${table.network} = ${network})`;
  await changePanel(db, network, entry, by, (tx): Step[] => [
    ...roster.organisations.map((row) =>
      must(
        tx
          .insert(organisations)
          .values({ ...row, network, position: nextOf(organisations) })
          .onConflictDoNothing()
          .returning({ organisation: organisations.organisation }),
        () => new Conflict(`There is an organisation "${row.organisation}" already.`),
      ),
    ),
    ...people.map((row) =>
      must(
        tx
          .insert(members)
          .values({ ...row, network, position: nextOf(members) })
          .onConflictDoNothing()
          .returning({ member: members.member }),
        () => new Conflict(`There is a member "${row.member}" already.`),
      ),
    ),
  ]).catch((error: unknown) => {
    if (!(error instanceof BrokenReference)) throw error;
    throw new NotFound('organisation', [...new Set(roster.members.map((row) => row.organisation))].join('", "'));
  });
}
