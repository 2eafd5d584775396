import { forgetMember } from '@rapport/analytics/release/ledger';
import { and, desc, eq, gt, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { must, mustNot, type Step } from './atomic.ts';
import type { By } from './audit.ts';
import { dayIn } from './calendar.ts';
import { changePanel } from './changes.ts';
import { erasuresOf, noErasureSince } from './erasures-since.ts';
import { Conflict, NotFound } from './errors.ts';
import type { MemberRow } from './members.ts';
import { listMerges, pseudonymsOfPerson } from './merged-away.ts';
import { getNetwork } from './networks.ts';
import { newPseudonym } from './new-pseudonym.ts';
import type { Db } from './open.ts';
import { pseudonyms } from './pseudonyms.ts';
import type { Row } from './tables.ts';

export type ErasureRow = Row<'erasures'>;

/** Figures may be frozen, or others erased, while somebody is being erased: then what is kept of them is read again. */
const MOST_TRIES = 25;

/**
 * Erases a person from a network, under every id that they had there: each answer, rating, text, draft, consent and link of
 * theirs, name, address and language, and the id itself, which a random one replaces. The bare rows stay, so that who was
 * eligible when stays right; the membership ends on the day of erasure. Published reports and frozen releases hold no person
 * and stay; the audit knew them by pseudonym only, and nothing leads from it to them any more.
 *
 * Gives the ids that were erased. @throws NotFound, also for who was erased before.
 */
export async function eraseMember(db: Db, network: string, member: string, by: By): Promise<string[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await eraseOnce(db, network, member, by);
    } catch (error) {
      if (!(error instanceof Conflict) || tries === MOST_TRIES) throw error;
    }
  }
}

async function eraseOnce(db: Db, network: string, member: string, by: By): Promise<string[]> {
  const { members, releases, erasures } = db.tables;
  const [before] = await erasuresOf(db, db, network);
  const [{ timezone }, rows, merges, everybody, frozen] = await Promise.all([
    getNetwork(db, network),
    rowsOfPerson(db, network, member),
    listMerges(db, network),
    pseudonyms(db, network),
    db.select().from(releases).where(eq(releases.network, network)).orderBy(desc(releases.sequence)),
  ]);
  const today = dayIn(timezone, by.now);
  const renamed = new Map(rows.map((row) => [row.member, `erased-${newPseudonym()}`]));
  const person = rows.length > 1 ? (renamed.get(rows[0]?.member ?? '') ?? null) : null;
  const forgotten = new Map(renamed);
  const known = rows[0]?.person ?? null;
  if (known !== null && !forgotten.has(known)) forgotten.set(known, person ?? `erased-${newPseudonym()}`);
  const names = [...new Set(rows.flatMap(({ pseudonym }) => (pseudonym === null ? [] : [pseudonym])))];
  const others = [...everybody].filter(([id]) => !renamed.has(id)).map(([, pseudonym]) => pseudonym);
  // A backup from before a merge still has the row that went.
  const everyName = pseudonymsOfPerson(names, merges, new Set(others));
  const newest = frozen[0]?.sequence ?? 0;

  await changePanel(db, network, { action: 'member.erase', subject: names.join(' ') }, by, (tx): Step[] => [
    ...rows.flatMap((row) =>
      deletions(db, network, row.member).map(({ table, where }) => tx.delete(table).where(where)),
    ),
    ...rows.map((row) =>
      must(
        tx
          .update(members)
          .set({
            member: renamed.get(row.member),
            name: null,
            email: null,
            language: null,
            pseudonym: null,
            person,
            left: sql`case when ${members.left} <= ${today} then ${members.left} else ${today} end`,
          })
          .where(and(eq(members.network, network), eq(members.member, row.member)))
          .returning({ member: members.member }),
        () => new Conflict(`Member "${row.member}" was changed meanwhile.`),
      ),
    ),
    ...noErasureSince(db, tx, network, before?.erasures ?? 0),
    mustNot(
      tx
        .select({ sequence: releases.sequence })
        .from(releases)
        .where(and(eq(releases.network, network), gt(releases.sequence, newest)))
        .limit(1),
      () => new Conflict('Figures were frozen meanwhile.'),
    ),
    ...frozen.map(({ audience, sequence, ledger }) =>
      tx
        .update(releases)
        .set({ ledger: [...forgotten].reduce((kept, [id, name]) => forgetMember(kept, id, name), ledger) })
        .where(and(eq(releases.network, network), eq(releases.audience, audience), eq(releases.sequence, sequence))),
    ),
    ...everyName.map((pseudonym) =>
      tx.insert(erasures).values({ network, pseudonym, erasedAt: by.now }).onConflictDoNothing(),
    ),
  ]);
  return [...renamed.keys()];
}

/** Every row of the person behind a member, before and after moves between agencies. */
async function rowsOfPerson(db: Db, network: string, member: string): Promise<MemberRow[]> {
  const { members } = db.tables;
  const inNetwork = and(eq(members.network, network), isNotNull(members.pseudonym));
  const [row] = await db
    .select()
    .from(members)
    .where(and(inNetwork, eq(members.member, member)));
  if (!row) throw new NotFound('member', member);
  if (row.person === null) return [row];
  return db
    .select()
    .from(members)
    .where(and(inNetwork, or(eq(members.person, row.person), eq(members.member, member))))
    .orderBy(members.joined);
}

function deletions(db: Db, network: string, member: string) {
  const { responses, drafts, invitations, surveySessions, submissionKeys, consents } = db.tables;
  const { mailLinks, suppressions, jobs } = db.tables;
  const tables = [
    responses,
    drafts,
    invitations,
    surveySessions,
    submissionKeys,
    consents,
    mailLinks,
    suppressions,
    jobs,
  ];
  return tables.map((table) => ({ table, where: and(eq(table.network, network), eq(table.member, member)) }));
}

/** Where a member is found by id or by e-mail address, over all networks: what `rapport erase MEMBER` acts on. */
export async function findMembers(db: Db, idOrEmail: string): Promise<{ network: string; member: string }[]> {
  const { members } = db.tables;
  return db
    .select({ network: members.network, member: members.member })
    .from(members)
    .where(
      and(
        isNotNull(members.pseudonym),
        or(eq(members.member, idOrEmail), sql`lower(${members.email}) = ${idOrEmail.toLowerCase()}`),
      ),
    );
}

/** All erasures, the earliest first. */
export async function listErasures(db: Db): Promise<ErasureRow[]> {
  const { erasures } = db.tables;
  return db.select().from(erasures).orderBy(erasures.erasedAt, erasures.network, erasures.pseudonym);
}

/** Members who are still there though their pseudonym was erased elsewhere: after the restore of an older backup. */
export async function findErased(
  db: Db,
  erased: readonly { network: string; pseudonym: string }[],
): Promise<{ network: string; member: string }[]> {
  const { members } = db.tables;
  const found: { network: string; member: string }[] = [];
  for (const network of new Set(erased.map((one) => one.network))) {
    const names = erased.filter((one) => one.network === network).map(({ pseudonym }) => pseudonym);
    for (let start = 0; start < names.length; start += 500)
      found.push(
        ...(await db
          .select({ network: members.network, member: members.member })
          .from(members)
          .where(and(eq(members.network, network), inArray(members.pseudonym, names.slice(start, start + 500))))),
      );
  }
  return found;
}
