import { randomBytes } from 'node:crypto';
import { sha256 } from '@rapport/db/fingerprint';
import { getNetwork } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { frozenRelease } from '@rapport/db/releases';
import { listReports, type ReportRow, type ShareRow } from '@rapport/db/reports';
import { getWave } from '@rapport/db/waves';
import { locales } from '@rapport/messages/runtime';
import { reportWords } from '@rapport/messages/words/report';
import { standing } from '@rapport/messages/words/standing';
import { COST, passwordsAt } from './passwords.ts';
import { Conflict, InvalidValues, NotFound } from './problems.ts';
import { auditPublication } from './report-audit.ts';
import type { Refusal, ReportDocument, ReportView } from './schemas/reports.ts';
import { newToken } from './sessions.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const passphrases = passwordsAt(COST);
const newId = (): string => randomBytes(9).toString('base64url');

export interface Draft {
  wave: string;
  summary: string | null;
  context?: string | null;
  /** The report that this one corrects. */
  replaces?: string | null;
  now: Date;
}

/**
 * The document of a report on a closed wave, the funder's release as it was frozen at that close, and why it may not be
 * published; `refusals` is empty when it may.
 * @throws NotFound (network, wave, report to replace); Conflict when the wave's figures are not frozen
 */
export async function newReport(
  db: Db,
  slug: string,
  { wave: id, summary, context = null, replaces = null, now }: Draft,
): Promise<{ report: string; number: number; document: string; refusals: Refusal[] }> {
  const [{ name }, { wave, label, opens, closes }, frozen, earlier] = await Promise.all([
    getNetwork(db, slug),
    getWave(db, slug, id),
    frozenRelease(db, slug, 'funder', id),
    listReports(db, [slug]),
  ]);
  if (!frozen) throw new Conflict(`Wave "${id}" has no frozen figures: close it first.`);
  const replaced = earlier.find(({ report }) => report === replaces);
  if (replaces !== null && !replaced) throw new NotFound('The report to replace is not there.');
  const { release } = frozen;
  const standingThen = standing(release, id);
  const report = newId();
  const number = Math.max(0, ...earlier.map((one) => one.number)) + 1;
  const document: ReportDocument = {
    format: 'rapport-report/1',
    report,
    number,
    replaces: replaced ? { report: replaced.report, number: replaced.number } : null,
    network: { slug, name },
    wave: { wave, label, opens, closes },
    summary,
    context,
    published: now.toISOString(),
    method: release.method,
    instrument: release.context.waves.find((row) => row.wave === id)?.instrument ?? release.instrument,
    texts: standingThen && Object.fromEntries(locales.map((locale) => [locale, reportWords(standingThen, locale)])),
    release,
  };
  const refusals = await auditPublication(db, slug, frozen, { summary, context });
  return { report, number, document: JSON.stringify(document), refusals };
}

/** A link's token, shown once, and what is stored of it. A day means its end in UTC; without one the link lasts a year. */
export async function newShare(expires: string | undefined, now: Date, passphrase?: string) {
  const expiresAt =
    expires === undefined
      ? new Date(now.getTime() + YEAR_MS)
      : new Date(/^\d{4}-\d\d-\d\d$/.test(expires) ? `${expires}T23:59:59.999Z` : expires);
  if (expiresAt <= now) throw new InvalidValues([{ path: 'expires', message: 'lies in the past', code: 'past' }]);
  const token = newToken();
  const passphraseHash = passphrase === undefined ? null : await passphrases.hash(passphrase);
  return { share: newId(), token, tokenHash: sha256(token), expiresAt, passphraseHash };
}

/** Whether a passphrase is the one whose hash is stored. */
export const opens = async (passphrase: string, stored: string): Promise<boolean> =>
  (await passphrases.verify(stored, passphrase)).right;

export const reportRow = (row: ReportRow, shares: ShareRow[]): ReportView => ({
  report: row.report,
  number: row.number,
  wave: row.wave,
  sha256: row.sha256,
  replaces: row.replaces,
  published: row.publishedAt.toISOString(),
  withdrawn: row.withdrawnAt?.toISOString() ?? null,
  note: row.withdrawnNote,
  shares: shares.map((share) => ({
    share: share.share,
    created: share.createdAt.toISOString(),
    expires: share.expiresAt?.toISOString() ?? null,
    revoked: share.revokedAt?.toISOString() ?? null,
    locked: share.locked,
    views: share.views,
  })),
});
