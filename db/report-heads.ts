import { and, asc, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from './open.ts';
import type { ReportRow } from './reports.ts';

/** A published report without its document, with the wave that it tells of. */
export interface ReportHead extends Omit<ReportRow, 'document'> {
  label: string;
  opens: string;
  closes: string;
}

/** The reports of these networks without their documents, withdrawn ones too, by network and number. */
export async function listReportHeads(db: Db, networks: readonly string[]): Promise<ReportHead[]> {
  const { reports, waves } = db.tables;
  if (networks.length === 0) return [];
  const { document: _, ...columns } = getTableColumns(reports);
  return db
    .select({ ...columns, label: waves.label, opens: waves.opens, closes: waves.closes })
    .from(reports)
    .innerJoin(waves, and(eq(waves.network, reports.network), eq(waves.wave, reports.wave)))
    .where(inArray(reports.network, [...networks]))
    .orderBy(asc(reports.network), asc(reports.number));
}

/** The number of the latest report that corrects this one and stands; null when there is none. */
export async function correctionOf(db: Db, network: string, report: string): Promise<number | null> {
  const { reports } = db.tables;
  const [row] = await db
    .select({ number: sql<number | null>`max(${reports.number})` })
    .from(reports)
    .where(and(eq(reports.network, network), eq(reports.replaces, report), isNull(reports.withdrawnAt)));
  return row?.number ?? null;
}
