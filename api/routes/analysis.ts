import { recordAudit } from '@rapport/db/audit';
import { z } from 'zod';
import { router } from '../context.ts';
import { leadsRelease } from '../released.ts';
import { releaseCsv, releaseXlsx } from '../release-tables.ts';
import { route } from '../route.ts';
import { releasedAnalysisSchema } from '../schemas/analysis.ts';
import { by, inNetwork, json } from './parts.ts';

const analysisRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/analysis',
  summary: 'The lead’s release: the closed waves, what is held back null and named under `suppressed`',
  tags: ['analysis'],
  request: { params: inNetwork },
  responses: { 200: json(releasedAnalysisSchema, 'As frozen at the last close') },
});

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const exportRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/export',
  summary: 'The lead’s release as a file',
  tags: ['analysis'],
  request: { params: inNetwork, query: z.object({ format: z.enum(['json', 'xlsx', 'csv']).optional() }) },
  responses: {
    200: {
      description:
        'JSON as the analysis route gives it; CSV in one long table; XLSX with a sheet for each kind of figure',
      content: {
        'application/json': { schema: releasedAnalysisSchema },
        'text/csv': { schema: z.string() },
        [XLSX]: { schema: z.string().meta({ format: 'binary' }) },
      },
    },
  },
});

export const analysis = router()
  .openapi(analysisRoute, async (c) => c.json(await leadsRelease(c.var, c.req.valid('param').network), 200))
  .openapi(exportRoute, async (c) => {
    const { network } = c.req.valid('param');
    const { format = 'json' } = c.req.valid('query');
    const release = await leadsRelease(c.var, network);
    await recordAudit(c.var.db, network, { action: 'release.export', subject: network, detail: { format } }, by(c));
    const file = { 'content-disposition': `attachment; filename="${network}-release.${format}"` };
    if (format === 'csv')
      return c.body(releaseCsv(release), 200, { ...file, 'content-type': 'text/csv; charset=utf-8' });
    if (format === 'xlsx') return c.body(await releaseXlsx(release), 200, { ...file, 'content-type': XLSX });
    return c.json(release, 200, file);
  });
