import {
  getReport,
  listReports,
  listShares,
  publishReport,
  revokeShare,
  shareReport,
  withdrawReport,
} from '@rapport/db/reports';
import { idSchema } from '@rapport/surveys/panel';
import { z } from 'zod';
import { closeOverdue } from '../close.ts';
import { router } from '../context.ts';
import { Conflict } from '@rapport/db/errors';
import { NotFound, PublicationRefused } from '../problems.ts';
import { newReport, newShare, reportRow } from '../report.ts';
import { storedDocument } from '../report-document.ts';
import { route } from '../route.ts';
import {
  refusalSchema,
  reportCreateSchema,
  reportDocumentSchema,
  reportRowSchema,
  shareCreateSchema,
  withdrawSchema,
} from '../schemas/reports.ts';
import { instantSchema } from '../schemas/rows.ts';
import { body, by, gone, inNetwork, json, optionalBody } from './parts.ts';

const tags = ['reports'];
const ofReport = inNetwork.extend({ report: idSchema });

const listRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/reports',
  summary: 'The published reports with their links, the newest first',
  tags,
  request: { params: inNetwork },
  responses: { 200: json(z.object({ reports: z.array(reportRowSchema) }), 'Also those withdrawn') },
});
const previewRoute = route('lead', {
  method: 'get',
  path: '/networks/{network}/report-preview',
  summary: 'What a report on a closed wave would hold, and what keeps it from being published; nothing is stored',
  tags,
  request: { params: inNetwork, query: z.object({ wave: idSchema }) },
  responses: {
    200: json(z.object({ document: reportDocumentSchema, refusals: z.array(refusalSchema) }), 'The funder’s release'),
  },
});
const publishRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/reports',
  summary: 'Publishes a readiness report on a closed wave: the funder’s release as it was frozen, and a summary',
  tags,
  request: { params: inNetwork, body: body(reportCreateSchema) },
  responses: {
    201: json(z.object({ report: z.string(), sha256: z.string(), number: z.int() }), 'Published; it never changes'),
  },
});
const withdrawRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/reports/{report}',
  summary: 'Withdraws a report: its links show that it was withdrawn, the note, and nothing of the report',
  tags,
  request: { params: ofReport, body: optionalBody(withdrawSchema) },
  responses: gone,
});
const shareRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/reports/{report}/shares',
  summary: 'Makes a link to a report that expires',
  tags,
  request: { params: ofReport, body: optionalBody(shareCreateSchema) },
  responses: {
    201: json(
      z.object({ share: z.string(), url: z.string(), expires: instantSchema }),
      'The link is shown this once: only its hash is kept',
    ),
  },
});
const revokeRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/reports/{report}/shares/{share}',
  summary: 'Ends a link',
  tags,
  request: { params: ofReport.extend({ share: idSchema }) },
  responses: gone,
});

export const reports = router()
  .openapi(listRoute, async (c) => {
    const { network } = c.req.valid('param');
    const rows = await listReports(c.var.db, [network]);
    const found = rows.map(async (row) => reportRow(row, await listShares(c.var.db, network, row.report)));
    return c.json({ reports: await Promise.all(found) }, 200);
  })
  .openapi(previewRoute, async (c) => {
    const { network } = c.req.valid('param');
    const { wave } = c.req.valid('query');
    await closeOverdue(c.var, network);
    const draft = await newReport(c.var.db, network, { wave, summary: null, now: c.var.clock() });
    return c.json({ document: storedDocument(draft), refusals: draft.refusals }, 200);
  })
  .openapi(publishRoute, async (c) => {
    const { network } = c.req.valid('param');
    const { wave, summary, context, replaces } = c.req.valid('json');
    await closeOverdue(c.var, network);
    const words = { summary: summary || null, context: context || null };
    const publish = async () => {
      const draft = { wave, ...words, replaces: replaces ?? null, now: c.var.clock() };
      const { refusals, ...report } = await newReport(c.var.db, network, draft);
      if (refusals.length > 0)
        throw new PublicationRefused(refusals.map((it) => `${it.reason}: ${it.names.join(', ')}`).join('; '), {
          refusals,
        });
      return publishReport(c.var.db, network, { ...report, wave, replaces: replaces ?? null }, by(c));
    };
    // Another report published meanwhile may have taken the number that the document names.
    const again = (error: unknown) => (error instanceof Conflict ? publish() : Promise.reject(error as Error));
    const { report, number, sha256 } = await publish().catch(again).catch(again).catch(again);
    return c.json({ report, sha256, number }, 201);
  })
  .openapi(withdrawRoute, async (c) => {
    const { network, report } = c.req.valid('param');
    await withdrawReport(c.var.db, network, report, c.req.valid('json').note || null, by(c));
    return c.body(null, 204);
  })
  .openapi(shareRoute, async (c) => {
    const { network, report } = c.req.valid('param');
    const { withdrawnAt } = await getReport(c.var.db, network, report);
    if (withdrawnAt) throw new NotFound('This report was withdrawn.');
    const { expires, passphrase } = c.req.valid('json');
    const { token, ...stored } = await newShare(expires, c.var.clock(), passphrase);
    const { share, expiresAt } = stored;
    await shareReport(c.var.db, network, report, stored, by(c));
    return c.json({ share, url: `${c.var.config.origin}/r/${token}`, expires: expiresAt.toISOString() }, 201);
  })
  .openapi(revokeRoute, async (c) => {
    const { network, report, share } = c.req.valid('param');
    await revokeShare(c.var.db, network, report, share, by(c));
    return c.body(null, 204);
  });
