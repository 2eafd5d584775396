import type { JobRow } from '@rapport/db/jobs';
import type { OrganisationRow } from '@rapport/db/organisations';
import type { Recipient } from '@rapport/db/recipients';
import { RETURNED } from '@rapport/db/returned-mail';
import type { LinkState } from './schemas/invitations.ts';

/** For each member of a wave: whether they have a link, and why mail doesn't reach them. Nothing of who answered. */
export function linkStates({
  people,
  organisations,
  links,
  jobs,
}: {
  people: readonly Recipient[];
  organisations: readonly OrganisationRow[];
  links: ReadonlyMap<string, { mailed: Date | null; handedOn: Date | null }>;
  /** Of invitations to the wave, oldest first. */
  jobs: readonly JobRow[];
}): LinkState[] {
  const names = new Map(organisations.map(({ organisation, name }) => [organisation, name]));
  const last = new Map(jobs.map((job) => [job.member, job]));
  return people.map(({ member, name, organisation, email, suppressed }) => {
    const job = last.get(member);
    const link = links.get(member);
    const waiting = job !== undefined && job.doneAt === null && job.failedAt === null;
    // A token is made before its mail is handed over: without `sent` nobody may have it.
    const sent = job ? jobs.findLast((row) => row.member === member && row.outcome === 'sent')?.doneAt : link?.mailed;
    const failedAt = job?.failedAt ?? (job?.outcome === RETURNED ? job.doneAt : null);
    const failed = failedAt !== null && !(sent && sent >= failedAt);
    const problem = problemOf({ email, suppressed, failed });
    return {
      member,
      name,
      organisation,
      organisationName: names.get(organisation) ?? organisation,
      waiting,
      mailed: sent?.toISOString() ?? null,
      handedOn: link?.handedOn?.toISOString() ?? null,
      problem,
      reason:
        problem === 'bounce' ? (suppressed?.reason ?? null) : problem === 'failed' ? (job?.lastError ?? null) : null,
    };
  });
}

function problemOf({ email, suppressed, failed }: Pick<Recipient, 'email' | 'suppressed'> & { failed: boolean }) {
  if (suppressed) return suppressed.kind;
  if (email === null) return 'no-address';
  return failed ? 'failed' : null;
}
