import type { Submission } from '@rapport/surveys/answers';
import { and, asc, eq, like } from 'drizzle-orm';
import { snapshot } from './atomic.ts';
import type { Db } from './open.ts';
import { asSubmission } from './stored-rows.ts';
import type { Row } from './tables.ts';
import type { DraftBody, Suppression } from './tables/collection.ts';

/** All that is stored about one member of a network: what they may take along. */
export interface OwnRecord {
  member: Pick<Row<'members'>, 'member' | 'organisation' | 'name' | 'email' | 'language' | 'joined' | 'left'> | null;
  /** In order of the waves' opening; `submitted` is null for what came by an import. */
  responses: { wave: string; submitted: Date | null; submission: Submission }[];
  drafts: { wave: string; updated: Date; body: DraftBody }[];
  consents: { wave: string; textVersion: string; language: string; consented: Date }[];
  /** Whether mail is sent to them, and if not, why and since when. */
  mailStopped: { kind: Suppression; since: Date; address: string | null; reason: string | null }[];
  /** Every mail to them about a wave: when it was asked for, and what came of it. */
  mails: {
    wave: string | null;
    kind: string;
    asked: Date;
    ended: Date | null;
    outcome: string | null;
    error: string | null;
  }[];
  /** Every link to a survey that was made for them, mailed or handed on by a lead. */
  links: { wave: string; made: Date; handedOn: boolean; opened: Date | null }[];
}

/** Reads a member's whole record from one snapshot. */
export async function readOwnRecord(db: Db, network: string, member: string): Promise<OwnRecord> {
  const { members, waves, responses, drafts, consents, suppressions, jobs, invitations } = db.tables;
  const [[row], answered, drafted, consented, stopped, mailed, linked] = await snapshot(db, (tx) => [
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
    tx
      .select({
        kind: suppressions.kind,
        since: suppressions.since,
        address: suppressions.address,
        reason: suppressions.reason,
      })
      .from(suppressions)
      .where(and(eq(suppressions.network, network), eq(suppressions.member, member)))
      .orderBy(asc(suppressions.since)),
    tx
      .select({
        wave: jobs.wave,
        kind: jobs.kind,
        asked: jobs.createdAt,
        doneAt: jobs.doneAt,
        failedAt: jobs.failedAt,
        outcome: jobs.outcome,
        error: jobs.lastError,
      })
      .from(jobs)
      .where(and(eq(jobs.network, network), eq(jobs.member, member), like(jobs.kind, 'mail.%')))
      .orderBy(asc(jobs.createdAt), asc(jobs.job)),
    tx
      .select({
        wave: invitations.wave,
        made: invitations.createdAt,
        handedOn: invitations.handedOn,
        opened: invitations.openedAt,
      })
      .from(invitations)
      .where(and(eq(invitations.network, network), eq(invitations.member, member)))
      .orderBy(asc(invitations.createdAt), asc(invitations.tokenHash)),
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
    mailStopped: stopped,
    mails: mailed.map(({ doneAt, failedAt, ...mail }) => ({ ...mail, ended: doneAt ?? failedAt })),
    links: linked,
  };
}
