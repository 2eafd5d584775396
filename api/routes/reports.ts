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
import { NotFound } from '../problems.ts';
import { newReport, newShare, reportRow } from '../report.ts';
import { route } from '../route.ts';
import { reportCreateSchema, reportRowSchema, shareCreateSchema } from '../schemas/reports.ts';
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
  summary: 'Withdraws a report: its links show that it was withdrawn, and nothing of it',
  tags,
  request: { params: ofReport },
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
  .openapi(publishRoute, async (c) => {
    const { network } = c.req.valid('param');
    const { wave, summary } = c.req.valid('json');
    await closeOverdue(c.var, network);
    const report = await newReport(c.var.db, network, { wave, summary: summary ?? null, now: c.var.clock() });
    const { number, sha256 } = await publishReport(c.var.db, network, { ...report, wave }, by(c));
    return c.json({ report: report.report, sha256, number }, 201);
  })
  .openapi(withdrawRoute, async (c) => {
    const { network, report } = c.req.valid('param');
    await withdrawReport(c.var.db, network, report, null, by(c));
    return c.body(null, 204);
  })
  .openapi(shareRoute, async (c) => {
    const { network, report } = c.req.valid('param');
    const { withdrawnAt } = await getReport(c.var.db, network, report);
    if (withdrawnAt) throw new NotFound('This report was withdrawn.');
    const { share, token, expiresAt, tokenHash } = newShare(c.req.valid('json').expires, c.var.clock());
    await shareReport(c.var.db, network, report, { share, tokenHash, expiresAt }, by(c));
    return c.json({ share, url: `${c.var.config.origin}/r/${token}`, expires: expiresAt.toISOString() }, 201);
  })
  .openapi(revokeRoute, async (c) => {
    const { network, report, share } = c.req.valid('param');
    await revokeShare(c.var.db, network, report, share, by(c));
    return c.body(null, 204);
  });
