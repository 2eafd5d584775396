import { recordAudit } from '@rapport/db/audit';
import { locales } from '@rapport/messages/runtime';
import { z } from 'zod';
import { router } from '../context.ts';
import { CHARTS } from '../export/chart-picture.ts';
import { madeReleaseFile } from '../export/release-file.ts';
import { NotFound } from '../problems.ts';
import { leadsRelease } from '../released.ts';
import { route } from '../route.ts';
import { releasedAnalysisSchema } from '../schemas/analysis.ts';
import { by, inNetwork } from './parts.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: XLSX, graphml: 'application/zip' };
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

function found<File>(file: File | null): File {
  if (file === null) throw new NotFound('There is nothing to draw yet.');
  return file;
}

export const exports = router()
  .openapi(exportRoute, async (c) => {
    const { network } = c.req.valid('param');
    const { format = 'json' } = c.req.valid('query');
    const release = await leadsRelease(c.var, network);
    await recordAudit(c.var.db, network, { action: 'release.export', subject: network, detail: { format } }, by(c));
    const name = format === 'graphml' ? `${network}-ties.zip` : `${network}-release.${format}`;
    const file = { 'content-disposition': `attachment; filename="${name}"` };
    if (format === 'json') return c.json(release, 200, file);
    const made = found(await madeReleaseFile(c.var, network, release, { format }));
    return c.body(made, 200, { ...file, 'content-type': TYPES[format] });
  })
  .openapi(chartRoute, async (c) => {
    const { network, chart } = c.req.valid('param');
    const { language = 'en' } = c.req.valid('query');
    const kind = { format: 'png', chart, locale: language } as const;
    const picture = found(await madeReleaseFile(c.var, network, await leadsRelease(c.var, network), kind));
    return c.body(picture, 200, {
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="${network}-${chart}.png"`,
    });
  });
