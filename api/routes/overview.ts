import { getNetwork } from '@rapport/db/networks';
import { z } from 'zod';
import { listWavesUpToDate } from '../close.ts';
import { router } from '../context.ts';
import { readProgress } from '../progress.ts';
import { leadsRelease } from '../released.ts';
import { route } from '../route.ts';
import { releasedAnalysisSchema } from '../schemas/analysis.ts';
import { networkRoleSchema, networkViewSchema, openWaveSchema, waveViewSchema } from '../schemas/rows.ts';
import { networkView, waveView } from '../views.ts';
import { inNetwork, json } from './parts.ts';

const overviewRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/overview',
  summary: 'All that the network’s page opens with, in one call',
  tags: ['networks'],
  request: { params: inNetwork },
  responses: {
    200: json(
      z
        .object({
          network: networkViewSchema,
          /** The strongest of the account's roles here. */
          role: networkRoleSchema,
          waves: z.array(waveViewSchema),
          open: openWaveSchema.nullable(),
          release: releasedAnalysisSchema,
        })
        .meta({ id: 'Overview' }),
      'The network, its waves, the counts of the open one, and the lead’s release',
    ),
  },
});

const STRONGEST_FIRST = ['lead', 'custodian', 'viewer', 'funder'] as const;

export const overview = router().openapi(overviewRoute, async (c) => {
  const { db, clock, roles } = c.var;
  const { network: slug } = c.req.valid('param');
  const rows = await listWavesUpToDate(c.var, slug);
  const [network, release] = await Promise.all([getNetwork(db, slug), leadsRelease(c.var, slug)]);
  const waves = rows.map((row) => waveView(row, network.timezone, clock()));
  const open = waves.find(({ state }) => state === 'open');
  return c.json(
    {
      network: networkView(network, roles),
      role: STRONGEST_FIRST.find((role) => roles.includes(role)) ?? 'viewer',
      waves,
      open: open ? { wave: open.wave, ...(await readProgress(db, slug, open.wave)) } : null,
      release,
    },
    200,
  );
});
