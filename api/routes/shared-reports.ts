import { sha256 } from '@rapport/db/fingerprint';
import { openShare } from '@rapport/db/reports';
import { z } from 'zod';
import { router } from '../context.ts';
import { NotFound, ReportWithdrawn } from '../problems.ts';
import { releaseCsv } from '../release-tables.ts';
import { storedDocument } from '../report.ts';
import { route } from '../route.ts';
import { publishedReportSchema } from '../schemas/reports.ts';
import { json } from './parts.ts';

const tags = ['reports'];

const reportRoute = route('anyone', {
  method: 'get',
  path: '/reports/{token}',
  summary: 'The report behind a link; with `.json` or `.csv` after the token, as a file',
  tags,
  request: { params: z.object({ token: z.string().max(200) }) },
  responses: {
    200: {
      ...json(publishedReportSchema, 'The frozen report, nothing else. `.json` is the document that the SHA-256 is of'),
      content: { 'application/json': { schema: publishedReportSchema }, 'text/csv': { schema: z.string() } },
    },
    410: { description: 'The report was withdrawn' },
  },
});

/** A token has no dot, so what follows one is the file's kind. */
const FILES = ['json', 'csv'];

export const sharedReports = router().openapi(reportRoute, async (c) => {
  const [token = '', kind] = c.req.valid('param').token.split(/\.(?=[^.]*$)/);
  if (kind !== undefined && !FILES.includes(kind)) throw new NotFound('A report comes as .json or .csv.');
  const { report } = await openShare(c.var.db, sha256(token), c.var.clock());
  if (report.withdrawnAt)
    throw new ReportWithdrawn('The network has withdrawn this report.', {
      withdrawn: report.withdrawnAt.toISOString(),
    });
  const document = storedDocument(report);
  const file = {
    'content-disposition': `attachment; filename="${document.network.slug}-${document.wave.wave}.${kind}"`,
  };
  if (kind === 'json') return c.body(report.document, 200, { ...file, 'content-type': 'application/json' });
  if (kind === 'csv')
    return c.body(releaseCsv(document.release), 200, { ...file, 'content-type': 'text/csv; charset=utf-8' });
  return c.json({ ...document, sha256: report.sha256 }, 200);
});
