import { randomBytes } from 'node:crypto';
import { sha256 } from '@rapport/db/fingerprint';
import { getNetwork } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { frozenRelease } from '@rapport/db/releases';
import type { ReportRow, ShareRow } from '@rapport/db/reports';
import { getWave } from '@rapport/db/waves';
import { Conflict, InvalidValues } from './problems.ts';
import type { ReportDocument, ReportView } from './schemas/reports.ts';
import { newToken } from './sessions.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const newId = (): string => randomBytes(9).toString('base64url');

/**
 * The document of a report on a closed wave: the funder's release as it was frozen at that close.
 * @throws NotFound (network, wave); Conflict when the wave's figures are not frozen
 */
export async function newReport(
  db: Db,
  slug: string,
  { wave: id, summary, now }: { wave: string; summary: string | null; now: Date },
): Promise<{ report: string; document: string }> {
  const [{ name }, { wave, label, opens, closes }, frozen] = await Promise.all([
    getNetwork(db, slug),
    getWave(db, slug, id),
    frozenRelease(db, slug, 'funder', id),
  ]);
  if (!frozen) throw new Conflict(`Wave "${id}" has no frozen figures: close it first.`);
  const report = newId();
  const document: ReportDocument = {
    format: 'rapport-report/1',
    report,
    network: { slug, name },
    wave: { wave, label, opens, closes },
    summary,
    published: now.toISOString(),
    release: frozen.release,
  };
  return { report, document: JSON.stringify(document) };
}

/** Reads a stored document back: the JSON that `newReport` wrote, which nothing else writes to that column. */
export const storedDocument = ({ document }: Pick<ReportRow, 'document'>): ReportDocument =>
  JSON.parse(document) as ReportDocument;

/** A link's token, shown once, and what is stored of it. A day means its end in UTC; without one the link lasts a year. */
export function newShare(expires: string | undefined, now: Date) {
  const expiresAt =
    expires === undefined
      ? new Date(now.getTime() + YEAR_MS)
      : new Date(/^\d{4}-\d\d-\d\d$/.test(expires) ? `${expires}T23:59:59.999Z` : expires);
  if (expiresAt <= now) throw new InvalidValues([{ path: 'expires', message: 'lies in the past' }]);
  const token = newToken();
  return { share: newId(), token, tokenHash: sha256(token), expiresAt };
}

export const reportRow = (row: ReportRow, shares: ShareRow[]): ReportView => ({
  report: row.report,
  number: row.number,
  wave: row.wave,
  sha256: row.sha256,
  published: row.publishedAt.toISOString(),
  withdrawn: row.withdrawnAt?.toISOString() ?? null,
  shares: shares.map((share) => ({
    share: share.share,
    created: share.createdAt.toISOString(),
    expires: share.expiresAt?.toISOString() ?? null,
    revoked: share.revokedAt?.toISOString() ?? null,
    views: share.views,
  })),
});
