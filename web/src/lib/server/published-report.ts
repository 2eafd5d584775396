import { ApiProblem, ok } from '@rapport/api/client';
import type { ReportDocument } from '@rapport/api/schemas/reports';
import { error } from '@sveltejs/kit';
import { api } from '$lib/api';

export type PublishedReport = ReportDocument & { sha256: string };

/**
 * The report behind a share's token; null while its passphrase is still to be given. Shows the error page for a token that is
 * unknown or expired, with the network's note for a report that was withdrawn.
 */
export async function publishedReport(fetch: typeof globalThis.fetch, token: string): Promise<PublishedReport | null> {
  try {
    // Guarantee: a token without a file's ending is answered with `publishedReportSchema`; the client can't tell the two apart.
    return (await ok(api(fetch).reports[':token'].$get({ param: { token }, query: {} }))) as PublishedReport;
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
