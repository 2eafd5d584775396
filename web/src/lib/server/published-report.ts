import { ApiProblem, ok } from '@rapport/api/client';
import type { PublishedReport } from '@rapport/api/schemas/reports';
import { error } from '@sveltejs/kit';
import { api } from '$lib/api';

/**
 * The report behind a share's token; null while its passphrase is still to be given. Shows the error page for a token that is
 * unknown or expired, with the network's note for a report that was withdrawn.
 */
export const publishedReport = (fetch: typeof globalThis.fetch, token: string): Promise<PublishedReport | null> =>
  readReport(api(fetch).reports[':token'].$get({ param: { token }, query: {} }));

/** The same for an account that funds the network; null for a visitor who is not signed in. */
export const fundedReport = (
  fetch: typeof globalThis.fetch,
  param: { network: string; report: string },
): Promise<PublishedReport | null> =>
  readReport(api(fetch).portfolio[':network'][':report'].$get({ param, query: {} }));

async function readReport(reply: Parameters<typeof ok>[0]): Promise<PublishedReport | null> {
  try {
    // Guarantee: without a file's ending the reply is `publishedReportSchema`; the client can't tell the two apart.
    return (await ok(reply)) as PublishedReport;
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    if (problem.status === 401) return null;
    const { withdrawn, note } = problem.problem as { withdrawn?: unknown; note?: unknown };
    return error(problem.status, {
      message: problem.message,
      ...(typeof withdrawn === 'string'
        ? { withdrawn: { at: withdrawn, note: typeof note === 'string' ? note : null } }
        : {}),
    });
  }
}
