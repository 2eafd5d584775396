import { recordAudit } from '@rapport/db/audit';
import { z } from 'zod';
import { router } from '../context.ts';
import { custodianWavesAfter } from '../custodian-waves.ts';
import { heavy } from '../heavy/heavy.ts';
import { route } from '../route.ts';
import { by, inNetwork } from './parts.ts';

const panelRoute = route('custodian', {
  method: 'get',
  path: '/networks/{network}/panel',
  summary: 'The panel without names and addresses of people, as one JSON document or a zipped folder of CSV files',
  tags: ['panel'],
  request: { params: inNetwork, query: z.object({ format: z.enum(['json', 'zip']).optional() }) },
  responses: {
    200: {
      description: 'contract.md, section 1. Every taking-out is in the audit',
      content: {
        'application/json': { schema: z.looseObject({ network: z.looseObject({ slug: z.string() }) }) },
        'application/zip': { schema: z.string().meta({ format: 'binary' }) },
      },
    },
  },
});

export const panel = router().openapi(panelRoute, async (c) => {
  const { db } = c.var;
  const { network } = c.req.valid('param');
  const { format = 'json' } = c.req.valid('query');
  const after = await custodianWavesAfter(c.var, network, c.var.account.id);
  const file = await heavy(c.var, 'panelFile', { network, after, format });
  await recordAudit(db, network, { action: 'panel.export', subject: network, detail: { format } }, by(c));
  return c.body(file, 200, {
    'content-disposition': `attachment; filename="${network}-panel.${format}"`,
    'content-type': format === 'json' ? 'application/json' : 'application/zip',
  });
});
