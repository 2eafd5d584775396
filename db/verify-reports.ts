import { and, asc, eq } from 'drizzle-orm';
import { sha256 } from './fingerprint.ts';
import type { Db } from './open.ts';
import { getReport } from './reports.ts';

/**
 * Whether a published report still is what it was: `altered` when its bytes no longer have its hash, `unrecorded` when the
 * hash is not the one that the audit's entry of its publication names.
 */
export interface ReportCheck {
  network: string;
  report: string;
  number: number;
  /** As stored beside the document. */
  sha256: string;
  /** Of the document's bytes as they are now. */
  found: string;
  fault: 'altered' | 'unrecorded' | null;
}

/** Checks every published report of every network, withdrawn ones too, by network and number. */
export async function verifyReports(db: Db): Promise<ReportCheck[]> {
  const { audit, reports } = db.tables;
  const [keys, entries] = await Promise.all([
    db
      .select({ network: reports.network, report: reports.report })
      .from(reports)
      .orderBy(asc(reports.network), asc(reports.number)),
    db
      .select({ network: audit.chain, report: audit.subject, detail: audit.detail })
      .from(audit)
      .innerJoin(reports, and(eq(reports.network, audit.chain), eq(reports.report, audit.subject)))
      .where(eq(audit.action, 'report.publish')),
  ]);
  const recorded = new Map(entries.map(({ network, report, detail }) => [`${network} ${report}`, detail.sha256]));
  const checks: ReportCheck[] = [];
  // One document at a time: a network of many years has some megabytes of them.
  for (const key of keys) {
    const { network, report, number, document, sha256: stored } = await getReport(db, key.network, key.report);
    const found = sha256(document);
    const known = recorded.get(`${network} ${report}`) === stored;
    checks.push({
      network,
      report,
      number,
      sha256: stored,
      found,
      fault: found !== stored ? 'altered' : known ? null : 'unrecorded',
    });
  }
  return checks;
}
