import { recordAudit } from '@rapport/db/audit';
import { panelToExport } from '@rapport/surveys/panel-export';
import { panelToJson } from '@rapport/surveys/panel-files';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { router } from '../context.ts';
import { custodianPanel } from '../custodian-panel.ts';
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
  const taken = await custodianPanel(c.var, network, c.var.account.id);
  await recordAudit(db, network, { action: 'panel.export', subject: network, detail: { format } }, by(c));
  const file = { 'content-disposition': `attachment; filename="${network}-panel.${format}"` };
  if (format === 'json') return c.body(panelToJson(taken), 200, { ...file, 'content-type': 'application/json' });
  const encoder = new TextEncoder();
  const files = [...panelToExport(taken)].map(([name, text]) => [`${network}/${name}`, encoder.encode(text)] as const);
  return c.body(Uint8Array.from(zipSync(Object.fromEntries(files))), 200, {
    ...file,
    'content-type': 'application/zip',
  });
});
