import { countAccounts } from '@rapport/db/accounts';
import { listNetworks } from '@rapport/db/networks';
import { z } from 'zod';
import { router } from '../context.ts';
import { DEMO_SLUG } from '../demo/demo-panel.ts';
import { route } from '../route.ts';
import { json } from './parts.ts';

const serviceRoute = route('anyone', {
  method: 'get',
  path: '/service',
  summary: 'What the start page needs to greet a visitor: whether anything is here yet, is the demo, sends mail',
  tags: ['service'],
  responses: {
    200: json(
      z.object({
        empty: z.boolean(),
        /** Whether nobody has an account: then the terminal shows a link that makes the first. */
        first: z.boolean(),
        demo: z.boolean(),
        mail: z.boolean(),
      }),
      'No network’s name or number',
    ),
  },
});

export const service = router().openapi(serviceRoute, async (c) => {
  const [networks, accounts] = await Promise.all([listNetworks(c.var.db), countAccounts(c.var.db)]);
  const demo = c.var.config.demo && networks.some(({ slug }) => slug === DEMO_SLUG);
  return c.json({ empty: networks.length === 0, first: accounts === 0, demo, mail: c.var.mailer !== null }, 200);
});
