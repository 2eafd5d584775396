import { and, eq, isNotNull } from 'drizzle-orm';
import type { Db } from './open.ts';

/** Fewer say nothing about the next member, and too much about each. */
const ENOUGH = 5;
/** Longer is a survey that was left open, or answers that were changed later. */
const LONGEST_MS = 60 * 60_000;

/**
 * Median seconds between a member's consent, which begins the survey, and the submission, over all waves of a network; null while
 * fewer than five are known. What took over an hour is left out.
 */
export async function medianSecondsTaken(db: Db, network: string): Promise<number | null> {
  const { consents, responses } = db.tables;
  const rows = await db
    .select({ began: consents.consentedAt, ended: responses.submittedAt })
    .from(responses)
    .innerJoin(
      consents,
      and(
        eq(consents.network, responses.network),
        eq(consents.wave, responses.wave),
        eq(consents.member, responses.member),
      ),
    )
    .where(and(eq(responses.network, network), isNotNull(responses.submittedAt)));
  const taken = rows
    .map(({ began, ended }) => (ended?.getTime() ?? 0) - began.getTime())
    .filter((ms) => ms > 0 && ms <= LONGEST_MS)
    .sort((a, b) => a - b);
  const [low, high] = [taken[(taken.length - 1) >> 1], taken[taken.length >> 1]];
  if (taken.length < ENOUGH || low === undefined || high === undefined) return null;
  return Math.round((low + high) / 2000);
}
