import { dayIn } from '@rapport/db/calendar';
import { getNetwork } from '@rapport/db/networks';
import { countSetUp } from '@rapport/db/set-up';
import { z } from 'zod';
import { router } from '../context.ts';
import { route } from '../route.ts';
import { networkViewSchema } from '../schemas/rows.ts';
import { networkView } from '../views.ts';
import { inNetwork, json } from './parts.ts';

const workspaceRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/workspace',
  summary: 'What every page of the workspace shows: the network, the account’s roles, and how much is set up',
  tags: ['networks'],
  request: { params: inNetwork },
  responses: {
    200: json(
      z
        .object({
          network: networkViewSchema,
          /** The day that it is in the network’s time zone. */
          today: z.iso.date(),
          setUp: z.object({
            organisations: z.int(),
            members: z.int(),
            declarations: z.int(),
            goals: z.int(),
            waves: z.int(),
          }),
        })
        .meta({ id: 'Workspace' }),
      'Counts of rows',
    ),
  },
});

export const workspace = router().openapi(workspaceRoute, async (c) => {
  const { network } = c.req.valid('param');
  const [row, setUp] = await Promise.all([getNetwork(c.var.db, network), countSetUp(c.var.db, network)]);
  const today = dayIn(row.timezone, c.var.clock());
  return c.json({ network: networkView(row, c.var.roles), today, setUp }, 200);
});
