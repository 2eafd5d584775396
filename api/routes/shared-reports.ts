import { locales } from '@rapport/messages/runtime';
import { z } from 'zod';
import { router } from '../context.ts';
import { letIn, reportBehind } from '../report-access.ts';
import { namedFile, publishedReport, reportFile, reportPdfProgress } from '../report-files.ts';
import { route } from '../route.ts';
import { passphraseSchema, pdfProgressSchema, publishedReportSchema } from '../schemas/reports.ts';
import { body, gone, json } from './parts.ts';

const tags = ['reports'];
export const inLanguage = z.object({ lang: z.enum(locales).optional().meta({ description: 'Language of the PDF' }) });

/** What a report comes as. */
export const reportContent = {
  'application/json': { schema: publishedReportSchema },
  'text/csv': { schema: z.string() },
  'application/pdf': { schema: z.string() },
};

const reportRoute = route('anyone', {
  method: 'get',
  path: '/reports/{token}',
  summary: 'The report behind a link; with `.json`, `.csv` or `.pdf` after the token, as a file',
  tags,
  request: {
    params: z.object({ token: z.string().max(200) }),
    query: inLanguage,
  },
  responses: {
    200: {
      ...json(publishedReportSchema, 'The frozen report, nothing else. `.json` is the document that the SHA-256 is of'),
      content: reportContent,
    },
    401: { description: 'The link asks for a passphrase' },
    410: { description: 'The report was withdrawn; `note` is what the network says of it' },
  },
});
const pdfRoute = route('anyone', {
  method: 'get',
  path: '/reports/{token}/pdf',
  summary: 'Has the PDF of the report behind a link made, and tells how far it is',
  tags,
  request: { params: z.object({ token: z.string().max(200) }), query: inLanguage },
  responses: { 200: json(pdfProgressSchema, 'When it is ready, `.pdf` gives it at once') },
});
const passphraseRoute = route('anyone', {
  method: 'post',
  path: '/reports/{token}/passphrase',
  summary: 'Gives the passphrase of a link; a cookie lets this browser in for half a day',
  tags,
  request: { params: z.object({ token: z.string().max(200) }), body: body(passphraseSchema) },
  responses: gone,
});

export const sharedReports = router()
  .openapi(reportRoute, async (c) => {
    const { name: token, kind } = namedFile(c.req.valid('param').token);
    const report = await reportBehind(c, token, kind === null);
    if (kind === null) return c.json(await publishedReport(c.var.db, report), 200);
    const { body, headers } = await reportFile(report, kind, c.req.valid('query').lang);
    return c.body(body, 200, headers);
  })
  .openapi(pdfRoute, async (c) => {
    const report = await reportBehind(c, c.req.valid('param').token, false);
    return c.json(reportPdfProgress(report, c.req.valid('query').lang), 200);
  })
  .openapi(passphraseRoute, async (c) => {
    await letIn(c, c.req.valid('param').token, c.req.valid('json').passphrase);
    return c.body(null, 204);
  });
