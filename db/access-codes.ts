import { and, eq, gt, sql } from 'drizzle-orm';
import { atomic, must } from './atomic.ts';
import { auditSteps } from './audit.ts';
import { Conflict } from './errors.ts';
import type { Db } from './open.ts';
import type { SurveySession } from './invitations.ts';
import { memberActor, pseudonymOf } from './pseudonyms.ts';

/** Keeps the keyed hash of the code that is mailed for a session, in place of an earlier one. */
export async function keepAccessCode(
  db: Db,
  code: { session: string; codeHash: string; triesLeft: number; expiresAt: Date },
): Promise<void> {
  const { accessCodes } = db.tables;
  const { session: _, ...stored } = code;
  await atomic(db, (tx) => [
    tx.insert(accessCodes).values(code).onConflictDoUpdate({ target: accessCodes.session, set: stored }),
  ]);
}

/**
 * Tries a code: where it is right, the session may read earlier answers from then on, and the code is used up. Every try
 * takes one of those left, at once and for good, so that many at a time guess no more than one after the other.
 */
export async function tryAccessCode(
  db: Db,
  { tokenHash: session, network, wave, member }: SurveySession,
  codeHash: string,
  now: Date,
): Promise<boolean> {
  const { accessCodes, surveySessions } = db.tables;
  const [tried] = await atomic(db, (tx) => [
    tx
      .update(accessCodes)
      .set({ triesLeft: sql`${accessCodes.triesLeft} - 1` })
      .where(and(eq(accessCodes.session, session), gt(accessCodes.triesLeft, 0), gt(accessCodes.expiresAt, now)))
      .returning({ codeHash: accessCodes.codeHash }),
  ]);
  if (tried[0]?.codeHash !== codeHash) return false;
  const used = new Conflict('The code was used.');
  const subject = await pseudonymOf(db, network, member);
  const entry = { action: 'session.confirm', subject, detail: { wave } };
  try {
    await atomic(db, (tx) => [
      must(
        tx
          .delete(accessCodes)
          .where(and(eq(accessCodes.session, session), eq(accessCodes.codeHash, codeHash)))
          .returning({ session: accessCodes.session }),
        () => used,
      ),
      tx.update(surveySessions).set({ handedOn: false }).where(eq(surveySessions.tokenHash, session)),
      ...auditSteps(network, entry, { actor: memberActor(subject), now }),
    ]);
    return true;
  } catch (error) {
    if (error === used) return false;
    throw error;
  }
}
