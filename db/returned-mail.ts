import { and, eq } from 'drizzle-orm';
import { atomic } from './atomic.ts';
import type { JobRow } from './jobs.ts';
import type { Db } from './open.ts';

/** What a mail that was handed over and came back has for an outcome. */
export const RETURNED = 'returned';

/** The job of a mail that was handed over, null when there is none. */
export async function findSentMail(db: Db, job: string): Promise<JobRow | null> {
  const { jobs } = db.tables;
  const [row] = await db.select().from(jobs).where(eq(jobs.job, job));
  return row && (row.outcome === 'sent' || row.outcome === RETURNED) ? row : null;
}

/** A mail that was handed over has come back; `reason` is the code of the report. */
export async function noteReturned(db: Db, job: string, reason: string): Promise<void> {
  const { jobs } = db.tables;
  await atomic(db, (tx) => [
    tx
      .update(jobs)
      .set({ outcome: RETURNED, lastError: reason })
      .where(and(eq(jobs.job, job), eq(jobs.outcome, 'sent'))),
  ]);
}
