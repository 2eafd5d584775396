import { getReport, type ReportRow } from '@rapport/db/reports';
import { z } from 'zod';
import { router, type Services } from '../context.ts';
import { portfolioCsv } from '../portfolio/portfolio-csv.ts';
import { readPortfolio } from '../portfolio/portfolio.ts';
import { ReportWithdrawn } from '../problems.ts';
import { namedFile, publishedReport, reportFile, reportPdfProgress } from '../report-files.ts';
import { route } from '../route.ts';
import { portfolioSchema } from '../schemas/portfolio.ts';
import { pdfProgressSchema, publishedReportSchema } from '../schemas/reports.ts';
import { inNetwork, json } from './parts.ts';
import { inLanguage, reportContent } from './shared-reports.ts';

const tags = ['reports'];
const ofReport = inNetwork.extend({ report: z.string().max(80) });

const portfolioRoute = route('funder', {
  method: 'get',
  path: '/portfolio',
  summary: 'The published reports of the networks that the account funds, and what they tell together',
  tags,
  responses: { 200: json(portfolioSchema, 'By name; of each network the latest report that stands, then all of them') },
});
const csvRoute = route('funder', {
  method: 'get',
  path: '/portfolio.csv',
  summary: 'The figures of the portfolio as one long table',
  tags,
  responses: { 200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } } },
});
const reportRoute = route('funder', {
  method: 'get',
  path: '/portfolio/{network}/{report}',
  summary:
    'A published report of a network that the account funds; with `.json`, `.csv` or `.pdf` after its id, as a file',
  tags,
  request: { params: ofReport, query: inLanguage },
  responses: {
    200: { ...json(publishedReportSchema, 'The frozen report'), content: reportContent },
    410: { description: 'The report was withdrawn; `note` is what the network says of it' },
  },
});
const pdfRoute = route('funder', {
  method: 'get',
  path: '/portfolio/{network}/{report}/pdf',
  summary: 'Has the PDF of a report made, and tells how far it is',
  tags,
  request: { params: ofReport, query: inLanguage },
  responses: { 200: json(pdfProgressSchema, 'When it is ready, `.pdf` gives it at once') },
});

/** @throws NotFound; ReportWithdrawn with the note */
async function standingReport({ db }: Pick<Services, 'db'>, network: string, report: string): Promise<ReportRow> {
  const row = await getReport(db, network, report);
  if (row.withdrawnAt)
    throw new ReportWithdrawn('The network has withdrawn this report.', {
      withdrawn: row.withdrawnAt.toISOString(),
      note: row.withdrawnNote,
    });
  return row;
}

export const portfolio = router()
  .openapi(portfolioRoute, async (c) => c.json(await readPortfolio(c.var.db, c.var.account.id), 200))
  .openapi(csvRoute, async (c) =>
    c.body(portfolioCsv(await readPortfolio(c.var.db, c.var.account.id)), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="portfolio.csv"',
    }),
  )
  .openapi(reportRoute, async (c) => {
    const { network, report } = c.req.valid('param');
    const { name, kind } = namedFile(report);
    const row = await standingReport(c.var, network, name);
    if (kind === null) return c.json(await publishedReport(c.var.db, row), 200);
    const { body, headers } = await reportFile(row, kind, c.req.valid('query').lang);
    return c.body(body, 200, headers);
  })
  .openapi(pdfRoute, async (c) => {
    const { network, report } = c.req.valid('param');
    const row = await standingReport(c.var, network, report);
    return c.json(reportPdfProgress(row, c.req.valid('query').lang), 200);
  });
