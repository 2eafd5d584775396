import { isLocale, locales, type Locale } from '@rapport/messages/runtime';
import { z } from 'zod';
import { router } from '../context.ts';
import { madePdf } from '../pdf/make-pdf.ts';
import { NotFound } from '../problems.ts';
import { longCsv } from '../release-tables.ts';
import { letIn, reportBehind } from '../report-access.ts';
import { storedDocument } from '../report-document.ts';
import { reportTables } from '../report-tables.ts';
import { route } from '../route.ts';
import { passphraseSchema, publishedReportSchema } from '../schemas/reports.ts';
import { body, gone, json } from './parts.ts';

const tags = ['reports'];

const reportRoute = route('anyone', {
  method: 'get',
  path: '/reports/{token}',
  summary: 'The report behind a link; with `.json`, `.csv` or `.pdf` after the token, as a file',
  tags,
  request: {
    params: z.object({ token: z.string().max(200) }),
    query: z.object({ lang: z.enum(locales).optional().meta({ description: 'Language of the PDF' }) }),
  },
  responses: {
    200: {
      ...json(publishedReportSchema, 'The frozen report, nothing else. `.json` is the document that the SHA-256 is of'),
      content: {
        'application/json': { schema: publishedReportSchema },
        'text/csv': { schema: z.string() },
        'application/pdf': { schema: z.string() },
      },
    },
    401: { description: 'The link asks for a passphrase' },
    410: { description: 'The report was withdrawn; `note` is what the network says of it' },
  },
});
const passphraseRoute = route('anyone', {
  method: 'post',
  path: '/reports/{token}/passphrase',
  summary: 'Gives the passphrase of a link; a cookie lets this browser in for half a day',
  tags,
  request: { params: z.object({ token: z.string().max(200) }), body: body(passphraseSchema) },
  responses: gone,
});

const localeOf = (locale: string): Locale => (isLocale(locale) ? locale : 'en');

/** A token has no dot, so what follows one is the file's kind. */
const FILES = ['json', 'csv', 'pdf'];

export const sharedReports = router()
  .openapi(reportRoute, async (c) => {
    const [token = '', kind] = c.req.valid('param').token.split(/\.(?=[^.]*$)/);
    if (kind !== undefined && !FILES.includes(kind)) throw new NotFound('A report comes as .json, .csv or .pdf.');
    const report = await reportBehind(c, token, kind === undefined);
    const document = storedDocument(report);
    const file = {
      'content-disposition': `attachment; filename="${document.network.slug}-${document.wave.wave}.${kind}"`,
      'x-robots-tag': 'noindex, nofollow',
    };
    if (kind === 'json') return c.body(report.document, 200, { ...file, 'content-type': 'application/json' });
    if (kind === 'csv')
      return c.body(longCsv(reportTables(document)), 200, { ...file, 'content-type': 'text/csv; charset=utf-8' });
    if (kind === 'pdf') {
      const locale = c.req.valid('query').lang ?? localeOf(document.release.context.locale);
      const made = await madePdf({ document, sha256: report.sha256, locale });
      return c.body(new Uint8Array(made), 200, { ...file, 'content-type': 'application/pdf' });
    }
    return c.json({ ...document, sha256: report.sha256 }, 200);
  })
  .openapi(passphraseRoute, async (c) => {
    await letIn(c, c.req.valid('param').token, c.req.valid('json').passphrase);
    return c.body(null, 204);
  });
