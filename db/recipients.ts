import { isIn } from '@rapport/surveys/membership';
import { and, asc, eq, lte } from 'drizzle-orm';
import { snapshot } from './atomic.ts';
import type { Db } from './open.ts';
import type { Suppression } from './tables/collection.ts';
import { getWave } from './waves.ts';

/** A member in a wave, as one who may get mail. */
export interface Recipient {
  member: string;
  organisation: string;
  name: string | null;
  language: string | null;
  email: string | null;
  /** Why no mail goes to this address; a bounce counts for the address that refused only. */
  suppressed: { kind: Suppression; reason: string | null } | null;
  /** They have submitted, whether or not they took it back afterwards. */
  answered: boolean;
}

/**
 * Who is in a wave, in the network's order; only `member` where one is named (none when they aren't in it).
 *
 * @throws NotFound (wave)
 */
export async function listRecipients(db: Db, network: string, wave: string, member?: string): Promise<Recipient[]> {
  const { members, suppressions, responses, submissionKeys } = db.tables;
  const dates = await getWave(db, network, wave);
  const only = <T extends typeof members | typeof suppressions | typeof responses | typeof submissionKeys>(table: T) =>
    member === undefined ? undefined : eq(table.member, member);
  const [people, silenced, submitted, keyed] = await snapshot(db, (tx) => [
    tx
      .select()
      .from(members)
      .where(and(eq(members.network, network), lte(members.joined, dates.opens), only(members)))
      .orderBy(asc(members.position), asc(members.member)),
    tx
      .select()
      .from(suppressions)
      .where(and(eq(suppressions.network, network), only(suppressions)))
      .orderBy(asc(suppressions.kind)),
    tx
      .select({ member: responses.member })
      .from(responses)
      .where(and(eq(responses.network, network), eq(responses.wave, wave), only(responses))),
    tx
      .selectDistinct({ member: submissionKeys.member })
      .from(submissionKeys)
      .where(and(eq(submissionKeys.network, network), eq(submissionKeys.wave, wave), only(submissionKeys))),
  ]);
  const answered = new Set([...submitted, ...keyed].map((row) => row.member));
  return people
    .filter((person) => isIn(person, dates))
    .map((person) => {
      const stop = silenced
        .filter((row) => row.member === person.member)
        .findLast(({ kind, address }) => kind === 'opt-out' || address === person.email);
      return {
        member: person.member,
        organisation: person.organisation,
        name: person.name,
        language: person.language,
        email: person.email,
        suppressed: stop ? { kind: stop.kind, reason: stop.reason } : null,
        answered: answered.has(person.member),
      };
    });
}

/** Members of a wave who have submitted since `since`, and whose submission stands. */
export async function listSubmittersSince(db: Db, network: string, wave: string, since: Date): Promise<string[]> {
  const { responses } = db.tables;
  const rows = await db
    .select({ member: responses.member, submittedAt: responses.submittedAt })
    .from(responses)
    .where(and(eq(responses.network, network), eq(responses.wave, wave)));
  return rows.filter(({ submittedAt }) => submittedAt !== null && submittedAt >= since).map(({ member }) => member);
}
