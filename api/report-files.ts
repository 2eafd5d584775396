import type { Db } from '@rapport/db/open';
import { correctionOf } from '@rapport/db/report-heads';
import type { ReportRow } from '@rapport/db/reports';
import { isLocale, type Locale } from '@rapport/messages/runtime';
import { madePdf, pdfProgress, type PdfProgress } from './pdf/make-pdf.ts';
import type { PdfJob } from './pdf/report-pdf.ts';
import { NotFound } from './problems.ts';
import { longCsv } from './release-tables.ts';
import { storedDocument } from './report-document.ts';
import { reportTables } from './report-tables.ts';
import type { PublishedReport } from './schemas/reports.ts';

const KINDS = ['json', 'csv', 'pdf'] as const;
type Kind = (typeof KINDS)[number];

/** An address's last part as what it names and the kind of file asked for: neither a token nor a report's id has a dot. @throws NotFound */
export function namedFile(part: string): { name: string; kind: Kind | null } {
  const [name = '', ending] = part.split(/\.(?=[^.]*$)/);
  const kind = KINDS.find((one) => one === ending) ?? null;
  if (ending !== undefined && kind === null) throw new NotFound('A report comes as .json, .csv or .pdf.');
  return { name, kind };
}

/** What a reader gets of a report besides its files: the frozen document, its hash, and whether a later one corrects it. */
export async function publishedReport(db: Db, row: ReportRow): Promise<PublishedReport> {
  const replacedBy = await correctionOf(db, row.network, row.report);
  return { ...storedDocument(row), sha256: row.sha256, replacedBy };
}

export interface ReportFile {
  body: string | Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

/** A wave's id is any text: a header, and a name within one, holds letters that every system can write. */
const inFileName = (id: string): string => id.replaceAll(/[^\w.-]+/g, '_');

/** A report as a file: `.json` byte for byte what its hash is of. @throws Unavailable (a PDF that too many wait for) */
export async function reportFile(row: ReportRow, kind: Kind, lang?: Locale): Promise<ReportFile> {
  const document = storedDocument(row);
  const headers = (type: string) => ({
    'content-type': type,
    'content-disposition': `attachment; filename="${document.network.slug}-${inFileName(document.wave.wave)}.${kind}"`,
    'x-robots-tag': 'noindex, nofollow',
  });
  if (kind === 'json') return { body: row.document, headers: headers('application/json') };
  if (kind === 'csv') return { body: longCsv(reportTables(document)), headers: headers('text/csv; charset=utf-8') };
  return { body: new Uint8Array(await madePdf(pdfJob(row, lang))), headers: headers('application/pdf') };
}

/** Has the PDF of a report made and tells how far it is. @throws Unavailable */
export const reportPdfProgress = (row: ReportRow, lang?: Locale): PdfProgress => pdfProgress(pdfJob(row, lang));

function pdfJob(row: ReportRow, lang?: Locale): PdfJob {
  const { document, sha256 } = row;
  if (lang) return { document, sha256, locale: lang };
  const own = storedDocument(row).release.context.locale;
  return { document, sha256, locale: isLocale(own) ? own : 'en' };
}
