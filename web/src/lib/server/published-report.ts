import type { ReportDocument } from '@rapport/api/schemas/reports';
import { api, required } from '$lib/api';

export type PublishedReport = ReportDocument & { sha256: string };

/** The report behind a share's token; shows the error page for a token that is unknown, expired or withdrawn. */
export async function publishedReport(fetch: typeof globalThis.fetch, token: string): Promise<PublishedReport> {
  const reply = required(api(fetch).reports[':token'].$get({ param: { token } }));
  // Guarantee: a token without a file's ending is answered with `publishedReportSchema`; the client can't tell the two apart.
  return (await reply) as PublishedReport;
}
