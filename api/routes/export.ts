import { recordAudit } from '@rapport/db/audit';
import { locales } from '@rapport/messages/runtime';
import { standing } from '@rapport/messages/words/standing';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { router } from '../context.ts';
import { chartPicture, CHARTS } from '../export/chart-picture.ts';
import { leadCsv, leadXlsx } from '../export/lead-tables.ts';
import { tieFiles } from '../export/tie-files.ts';
import { NotFound } from '../problems.ts';
import { leadsRelease } from '../released.ts';
import { route } from '../route.ts';
import { releasedAnalysisSchema } from '../schemas/analysis.ts';
import { by, inNetwork } from './parts.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const binary = { schema: z.string().meta({ format: 'binary' }) };

const exportRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/export',
  summary: 'The lead’s release as a file',
  tags: ['analysis'],
  request: { params: inNetwork, query: z.object({ format: z.enum(['json', 'xlsx', 'csv', 'graphml']).optional() }) },
  responses: {
    200: {
      description:
        'JSON as the analysis route gives it; CSV in one long table; XLSX with a sheet for each kind of figure; `graphml` a zip ' +
        'of the agency-level ties as nodes.csv, edges.csv and a GraphML file for each wave. Every taking-out is in the audit',
      content: {
        'application/json': { schema: releasedAnalysisSchema },
        'text/csv': { schema: z.string() },
        [XLSX]: binary,
        'application/zip': binary,
      },
    },
  },
});

const chartRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/export/charts/{chart}',
  summary: 'A chart of the lead’s release as a picture, with its finding and key',
  tags: ['analysis'],
  request: {
    params: inNetwork.extend({ chart: z.enum(CHARTS) }),
    query: z.object({ language: z.enum(locales).optional() }),
  },
  responses: { 200: { description: 'PNG, two dots a pixel', content: { 'image/png': binary } } },
});

export const exports = router()
  .openapi(exportRoute, async (c) => {
    const { network } = c.req.valid('param');
    const { format = 'json' } = c.req.valid('query');
    const release = await leadsRelease(c.var, network);
    await recordAudit(c.var.db, network, { action: 'release.export', subject: network, detail: { format } }, by(c));
    const name = format === 'graphml' ? `${network}-ties.zip` : `${network}-release.${format}`;
    const file = { 'content-disposition': `attachment; filename="${name}"` };
    if (format === 'csv') return c.body(leadCsv(release), 200, { ...file, 'content-type': 'text/csv; charset=utf-8' });
    if (format === 'xlsx') return c.body(await leadXlsx(release), 200, { ...file, 'content-type': XLSX });
    if (format === 'graphml') {
      const encoder = new TextEncoder();
      const files = [...tieFiles(release)].map(([path, text]) => [`${network}-ties/${path}`, encoder.encode(text)]);
      const zip = zipSync(Object.fromEntries(files) as Record<string, Uint8Array>);
      return c.body(Uint8Array.from(zip), 200, { ...file, 'content-type': 'application/zip' });
    }
    return c.json(release, 200, file);
  })
  .openapi(chartRoute, async (c) => {
    const { network, chart } = c.req.valid('param');
    const { language = 'en' } = c.req.valid('query');
    const then = standing(await leadsRelease(c.var, network));
    const picture = then && (await chartPicture({ chart, then, locale: language }));
    if (!picture) throw new NotFound('There is nothing to draw yet.');
    return c.body(Uint8Array.from(picture), 200, {
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="${network}-${chart}.png"`,
    });
  });
