import { submissionRows, type Submission } from '@rapport/surveys/answers';
import type { Instrument } from '@rapport/surveys/instrument';
import { and, eq } from 'drizzle-orm';
import { atomic, must } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel } from './changes.ts';
import { BrokenReference, KeyReused, NotFound } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';
import { memberActor, pseudonymOf } from './pseudonyms.ts';
import { givenSeat, mustBeOpen, NotTaken, ofSeat, whyNotTaken, type Seat } from './seat.ts';
import { asSubmission, packed, type StoredResponse } from './stored-rows.ts';

export interface SubmissionReply {
  /** The instant at which the submission was stored, ISO 8601 with zone. */
  submitted: string;
}

interface NewKey extends Seat {
  key: string;
  bodyHash: string;
  reply: SubmissionReply;
  now: Date;
}

const newKey = prepared(({ tables: { submissionKeys } }, tx, given: Given<NewKey>) =>
  tx
    .insert(submissionKeys)
    .values({
      ...givenSeat(submissionKeys, given),
      key: given('key', submissionKeys.key),
      bodyHash: given('bodyHash', submissionKeys.bodyHash),
      reply: given('reply', submissionKeys.reply),
      createdAt: given('now', submissionKeys.createdAt),
    })
    .onConflictDoNothing()
    .returning({ key: submissionKeys.key }),
);

const newResponse = prepared(({ tables: { responses } }, tx, given: Given<Seat & StoredResponse & { now: Date }>) => {
  const stored = {
    answers: given('answers', responses.answers),
    ties: given('ties', responses.ties),
    texts: given('texts', responses.texts),
    rowOrder: null,
    submittedAt: given('now', responses.submittedAt),
  };
  return tx
    .insert(responses)
    .values({ ...givenSeat(responses, given), ...stored })
    .onConflictDoUpdate({ target: [responses.network, responses.wave, responses.member], set: stored });
});

/**
 * Stores a submission that was validated against the wave's instrument, replacing an earlier one of the member: response,
 * idempotency key, revision and audit row in one durable write. The same key with the same submission gives the first
 * reply and writes nothing, also after the close and when both arrive at once. Drafts are left as they are.
 *
 * @throws KeyReused for another submission under the key; WaveClosed, WaveNotOpen, NotInWave; NotFound.
 */
export async function submitResponse(
  db: Db,
  seat: Seat,
  submission: Submission,
  { instrument, key, now }: { instrument: Instrument; key: string; now: Date },
): Promise<SubmissionReply> {
  const bodyHash = fingerprint(submission);
  const reply = { submitted: now.toISOString() };
  const [{ timezone }, pseudonym] = await Promise.all([
    getNetwork(db, seat.network),
    pseudonymOf(db, seat.network, seat.member),
  ]);
  const entry = { action: 'response.submit', subject: seat.wave };
  const { network, wave, member } = seat;
  const written = { network, wave, member, now };
  try {
    await changePanel(db, network, entry, { actor: memberActor(pseudonym), now }, () => [
      must(newKey({ ...written, key, bodyHash, reply }), () => new KeySeen()),
      mustBeOpen(seat, timezone, now),
      newResponse({ ...written, ...packed(submissionRows(submission, { wave, member, instrument })) }),
    ]);
    return reply;
  } catch (error) {
    if (error instanceof KeySeen) return firstReply(db, seat, key, bodyHash);
    if (error instanceof NotTaken || error instanceof BrokenReference) throw await whyNotTaken(db, seat, now);
    throw error;
  }
}

/** The key is there already: what was handed in with it gets its first reply. */
class KeySeen extends Error {}

async function firstReply(db: Db, seat: Seat, key: string, bodyHash: string): Promise<SubmissionReply> {
  const { submissionKeys } = db.tables;
  const [first] = await db
    .select()
    .from(submissionKeys)
    .where(and(...ofSeat(submissionKeys, seat), eq(submissionKeys.key, key)));
  if (first?.bodyHash !== bodyHash) throw new KeyReused();
  return first.reply;
}

export interface StoredSubmission {
  submission: Submission;
  /** Null for what came by an import. */
  submittedAt: Date | null;
}

/** The member's own response to a wave, null when there is none. */
export async function readResponse(db: Db, seat: Seat): Promise<StoredSubmission | null> {
  const { responses } = db.tables;
  const [row] = await db
    .select()
    .from(responses)
    .where(and(...ofSeat(responses, seat)));
  return row ? { submission: asSubmission(row), submittedAt: row.submittedAt } : null;
}

/** Every response of a member, by wave id: for 'my results' and for taking one's data along. */
export async function listOwnResponses(
  db: Db,
  network: string,
  member: string,
): Promise<(StoredSubmission & { wave: string })[]> {
  const { responses, waves } = db.tables;
  const rows = await db
    .select({ response: responses })
    .from(responses)
    .innerJoin(waves, and(eq(waves.network, responses.network), eq(waves.wave, responses.wave)))
    .where(and(eq(responses.network, network), eq(responses.member, member)))
    .orderBy(waves.opens);
  return rows.map(({ response }) => ({
    wave: response.wave,
    submission: asSubmission(response),
    submittedAt: response.submittedAt,
  }));
}

/** Takes a response back with its draft, whether or not the wave is closed. Its keys stay: a late retry must not bring it back. @throws NotFound when there is none. */
export async function withdrawResponse(db: Db, seat: Seat, by: By): Promise<void> {
  const { responses, drafts } = db.tables;
  await changePanel(db, seat.network, { action: 'response.withdraw', subject: seat.wave }, by, (tx) => [
    must(
      tx
        .delete(responses)
        .where(and(...ofSeat(responses, seat)))
        .returning({ member: responses.member }),
      () => new NotFound('response', seat.wave),
    ),
    tx.delete(drafts).where(and(...ofSeat(drafts, seat))),
  ]);
}

interface NewConsent extends Seat {
  textVersion: string;
  language: string;
  now: Date;
}
const newConsent = prepared(({ tables: { consents } }, tx, given: Given<NewConsent>) =>
  tx
    .insert(consents)
    .values({
      ...givenSeat(consents, given),
      textVersion: given('textVersion', consents.textVersion),
      language: given('language', consents.language),
      consentedAt: given('now', consents.consentedAt),
    })
    .onConflictDoNothing(),
);

/** Consent to a version of the text, in a language; the first time counts. */
export async function recordConsent(
  db: Db,
  { network, wave, member }: Seat,
  consent: Omit<NewConsent, keyof Seat>,
): Promise<void> {
  await atomic(db, () => [newConsent({ network, wave, member, ...consent })]);
}
