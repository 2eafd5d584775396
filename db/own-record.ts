import type { Submission } from '@rapport/surveys/answers';
import { and, asc, eq } from 'drizzle-orm';
import { snapshot } from './atomic.ts';
import type { Db } from './open.ts';
import { asSubmission } from './stored-rows.ts';
import type { Row } from './tables.ts';
import type { DraftBody } from './tables/collection.ts';

/** All that is stored about one member of a network: what they may take along. */
export interface OwnRecord {
  member: Pick<Row<'members'>, 'member' | 'organisation' | 'name' | 'email' | 'language' | 'joined' | 'left'> | null;
  /** In order of the waves' opening; `submitted` is null for what came by an import. */
  responses: { wave: string; submitted: Date | null; submission: Submission }[];
  drafts: { wave: string; updated: Date; body: DraftBody }[];
  consents: { wave: string; textVersion: string; language: string; consented: Date }[];
}

/** Reads a member's whole record from one snapshot. */
export async function readOwnRecord(db: Db, network: string, member: string): Promise<OwnRecord> {
  const { members, waves, responses, drafts, consents } = db.tables;
  const [[row], answered, drafted, consented] = await snapshot(db, (tx) => [
    tx
      .select({
        member: members.member,
        organisation: members.organisation,
        name: members.name,
        email: members.email,
        language: members.language,
        joined: members.joined,
        left: members.left,
      })
      .from(members)
      .where(and(eq(members.network, network), eq(members.member, member))),
    tx
      .select({ response: responses })
      .from(responses)
      .innerJoin(waves, and(eq(waves.network, responses.network), eq(waves.wave, responses.wave)))
      .where(and(eq(responses.network, network), eq(responses.member, member)))
      .orderBy(asc(waves.opens)),
    tx
      .select({ wave: drafts.wave, updated: drafts.updatedAt, body: drafts.body })
      .from(drafts)
      .where(and(eq(drafts.network, network), eq(drafts.member, member))),
    tx
      .select({
        wave: consents.wave,
        textVersion: consents.textVersion,
        language: consents.language,
        consented: consents.consentedAt,
      })
      .from(consents)
      .where(and(eq(consents.network, network), eq(consents.member, member)))
      .orderBy(asc(consents.consentedAt)),
  ]);
  return {
    member: row ?? null,
    responses: answered.map(({ response }) => ({
      wave: response.wave,
      submitted: response.submittedAt,
      submission: asSubmission(response),
    })),
    drafts: drafted,
    consents: consented,
  };
}
