import { logPatterns } from '@rapport/analytics/portfolio/log-patterns';
import { listNetworksOf } from '@rapport/db/networks';
import type { Db } from '@rapport/db/open';
import { listReportHeads, type ReportHead } from '@rapport/db/report-heads';
import { getReport } from '@rapport/db/reports';
import { storedDocument } from '../report-document.ts';
import type { Portfolio, PortfolioReport } from '../schemas/portfolio.ts';
import { extractOf, type Extract } from './latest.ts';

/**
 * The published reports of the networks that an account funds, by name; of each the latest that stands, and what the latest of
 * all tell together.
 */
export async function readPortfolio(db: Db, account: string): Promise<Portfolio> {
  const funded = (await listNetworksOf(db, account)).filter(({ roles }) => roles.includes('funder'));
  const heads = await listReportHeads(
    db,
    funded.map(({ slug }) => slug),
  );
  const rows = await Promise.all(
    funded.map(async ({ slug, name }) => {
      const own = heads.filter(({ network }) => network === slug);
      const latest = latestStanding(own);
      return { network: slug, name, own, extract: latest && (await extracted(db, latest)) };
    }),
  );
  return {
    networks: rows.map(({ network, name, own, extract }) => ({
      network,
      name,
      latest: extract?.latest ?? null,
      reports: own.map((head) => headView(head, own)).reverse(),
    })),
    patterns: logPatterns(rows.map(({ extract }) => extract?.stretches ?? [])),
  };
}

/** The report on the latest wave that is neither withdrawn nor corrected by one that stands; of several the last published. */
export function latestStanding(heads: readonly ReportHead[]): ReportHead | null {
  const standing = heads.filter((head) => head.withdrawnAt === null && correction(head, heads) === null);
  return standing.reduce<ReportHead | null>(
    (latest, head) =>
      latest && (latest.opens > head.opens || (latest.opens === head.opens && latest.number > head.number))
        ? latest
        : head,
    null,
  );
}

/** The number of the last report that corrects this one and stands. */
const correction = ({ report }: ReportHead, heads: readonly ReportHead[]): number | null =>
  heads.findLast((head) => head.replaces === report && head.withdrawnAt === null)?.number ?? null;

const headView = (head: ReportHead, all: readonly ReportHead[]): PortfolioReport => ({
  report: head.report,
  number: head.number,
  wave: head.wave,
  label: head.label,
  closes: head.closes,
  published: head.publishedAt.toISOString(),
  sha256: head.sha256,
  replaces: head.replaces,
  replacedBy: correction(head, all),
  withdrawn: head.withdrawnAt?.toISOString() ?? null,
  note: head.withdrawnNote,
});

const MOST_KEPT = 500;
const kept = new Map<string, Extract>();

// A frozen document never changes, so what was picked from it is kept by its hash.
async function extracted(db: Db, { network, report, sha256 }: ReportHead): Promise<Extract> {
  const before = kept.get(sha256);
  if (before) return before;
  const extract = extractOf(storedDocument(await getReport(db, network, report)));
  kept.set(sha256, extract);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return extract;
}
