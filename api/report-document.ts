import type { ReportRow } from '@rapport/db/reports';
import type { ReportDocument } from './schemas/reports.ts';

/** Reads a stored document back: the JSON that `newReport` wrote, which nothing else writes to that column. */
export const storedDocument = ({ document }: Pick<ReportRow, 'document'>): ReportDocument =>
  JSON.parse(document) as ReportDocument;
