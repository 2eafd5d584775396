import { createNetwork, getNetwork, listNetworksOf, updateNetwork } from '@rapport/db/networks';
import { z } from 'zod';
import { router } from '../context.ts';
import { route } from '../route.ts';
import { networkCreateSchema, networkPatchSchema, networkViewSchema } from '../schemas/rows.ts';
import { networkView } from '../views.ts';
import { instrumentOf } from './instruments.ts';
import { body, by, inNetwork, json } from './parts.ts';

const listRoute = route('account', {
  method: 'get',
  path: '/networks',
  summary: 'The networks in which the account has a role',
  tags: ['networks'],
  responses: { 200: json(z.object({ networks: z.array(networkViewSchema) }), 'By name') },
});

const addRoute = route('lead', {
  method: 'post',
  path: '/networks',
  summary: 'A new network, led by the account that adds it',
  tags: ['networks'],
  request: { body: body(networkCreateSchema) },
  responses: { 201: json(networkViewSchema, 'Added') },
});

const showRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}',
  summary: 'One network',
  tags: ['networks'],
  request: { params: inNetwork },
  responses: { 200: json(networkViewSchema, 'The network and the roles that the account has there') },
});

const changeRoute = route('lead', {
  method: 'patch',
  path: '/networks/{network}',
  summary: 'Changes what the network is called and how it is run; minimumCell may only rise',
  tags: ['networks'],
  request: { params: inNetwork, body: body(networkPatchSchema) },
  responses: { 200: json(networkViewSchema, 'Changed') },
});

export const networks = router()
  .openapi(listRoute, async (c) => {
    const rows = await listNetworksOf(c.var.db, c.var.account.id);
    return c.json({ networks: rows.map((row) => networkView(row, row.roles)) }, 200);
  })
  .openapi(addRoute, async (c) => {
    const { instrument, ...network } = c.req.valid('json');
    const row = await createNetwork(
      c.var.db,
      { ...network, instrument: instrumentOf(instrument) },
      by(c),
      c.var.account.id,
    );
    return c.json(networkView(row, ['lead']), 201);
  })
  .openapi(showRoute, async (c) => {
    const { network } = c.req.valid('param');
    const row = await getNetwork(c.var.db, network);
    return c.json(networkView(row, c.var.roles), 200);
  })
  .openapi(changeRoute, async (c) => {
    const { network } = c.req.valid('param');
    const row = await updateNetwork(c.var.db, network, c.req.valid('json'), by(c));
    return c.json(networkView(row, c.var.roles), 200);
  });
