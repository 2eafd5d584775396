import { listTakenOut } from '@rapport/db/taken-out';
import { z } from 'zod';
import { router } from '../context.ts';
import { route } from '../route.ts';
import { inNetwork, json } from './parts.ts';

const takenOutSchema = z
  .object({
    takenOut: z.array(z.object({ at: z.iso.datetime(), by: z.string().nullable() })),
  })
  .meta({ id: 'TakenOut' });
const replies = {
  200: json(takenOutSchema, 'The latest first, at most 50; `by` is null for whoever runs the server'),
};

const networkRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/taken-out',
  summary: 'When the pseudonymous panel was taken out, and by whom',
  tags: ['panel'],
  request: { params: inNetwork },
  responses: replies,
});
const memberRoute = route('member', {
  method: 'get',
  path: '/survey/taken-out',
  summary: 'When the network’s pseudonymous panel was taken out, and by whom: every member may know',
  tags: ['survey'],
  responses: replies,
});

const said = (rows: Awaited<ReturnType<typeof listTakenOut>>) => ({
  takenOut: rows.map(({ at, by }) => ({ at: at.toISOString(), by })),
});

export const takenOut = router()
  .openapi(networkRoute, async (c) => c.json(said(await listTakenOut(c.var.db, c.req.valid('param').network)), 200))
  .openapi(memberRoute, async (c) => c.json(said(await listTakenOut(c.var.db, c.var.member.network)), 200));
