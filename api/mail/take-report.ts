import { NotFound } from '@rapport/db/errors';
import { getMember } from '@rapport/db/members';
import type { Db } from '@rapport/db/open';
import { findSentMail, noteReturned, RETURNED } from '@rapport/db/returned-mail';
import { recordBounce } from '@rapport/db/suppressions';
import { isForGood, type DeliveryReport } from './delivery-report.ts';

/** What came of a report: mail to the address has ended, this one mail did not arrive, or nothing is changed and why. */
export type Taken =
  | { network: string; member: string; reason: string; ended: boolean }
  | { ignored: 'no-message-id' | 'unknown-mail' | 'not-failed' | 'other-address' | 'known' };

/** Who notes bounces, in the audit. */
const ACTOR = 'mail';

/**
 * Notes a mail that came back. It is known by its Message-ID, which holds the random id of its job and which only its readers and
 * the servers between have seen, so that no made-up report ends somebody's mail; and the address must still be the member's.
 */
export async function takeReport(db: Db, report: DeliveryReport, now: Date): Promise<Taken> {
  const [id] = report.messageId?.split('@') ?? [];
  if (id === undefined) return { ignored: 'no-message-id' };
  const job = await findSentMail(db, id);
  if (!job || job.network === null || job.member === null) return { ignored: 'unknown-mail' };
  const { network, member } = job;
  const email = await addressOf(db, network, member);
  const failed = report.recipients.filter(({ action }) => action === 'failed');
  if (failed.length === 0) return { ignored: 'not-failed' };
  const mine = failed.find(({ addresses }) => email !== null && addresses.includes(email.toLowerCase()));
  if (!mine || email === null) return { ignored: 'other-address' };
  if (job.outcome === RETURNED) return { ignored: 'known' };
  const { status, reason } = mine;
  const ended = isForGood(status);
  if (ended) await recordBounce(db, { network, member, address: email, reason }, { actor: ACTOR, now });
  // Last, so that a report which was cut off in between is taken again.
  await noteReturned(db, job.job, reason);
  return { network, member, reason, ended };
}

async function addressOf(db: Db, network: string, member: string): Promise<string | null> {
  try {
    return (await getMember(db, network, member)).email;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
