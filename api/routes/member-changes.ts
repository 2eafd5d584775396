import { mergeMembers } from '@rapport/db/merge-members';
import { moveMember } from '@rapport/db/move-member';
import { revertRoster } from '@rapport/db/revert-roster';
import { dateSchema, idSchema, tableSchemas } from '@rapport/surveys/panel';
import { z } from 'zod';
import { router } from '../context.ts';
import { route } from '../route.ts';
import { checkRow } from '../row-checks.ts';
import { memberView } from '../views.ts';
import { body, by, gone, inNetwork, json, withId } from './parts.ts';

const tags = ['members'];
const row = tableSchemas.members;

const moveRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/members/{id}/move',
  summary: 'Moves a person to another agency from a day on: ends this row and begins one with the same `person`',
  tags,
  request: { params: withId, body: body(z.object({ organisation: idSchema, from: dateSchema })) },
  responses: { 201: json(row, 'The new row') },
});
const mergeRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/members/{id}/merge',
  summary: 'Makes two records of one person one history; name, address and language are those of this one',
  description:
    'Apart in time, both rows stay with the same `person`. Side by side in one agency, the one without answers goes. No answer moves.',
  tags,
  request: { params: withId, body: body(z.object({ other: idSchema })) },
  responses: {
    200: json(
      z.object({ member: row, before: z.array(row) }),
      'The row that goes on, and all that were touched as they were: what `roster/undo` takes',
    ),
  },
});
const undoRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/roster/undo',
  summary: 'Takes a change of the members back: rows as they were before, and rows to remove; all or nothing',
  tags,
  request: {
    params: inNetwork,
    body: body(
      z.object({
        members: z.array(row).max(5000).default([]),
        remove: z.object({
          members: z.array(idSchema).max(5000).default([]),
          organisations: z.array(idSchema).max(5000).default([]),
        }),
      }),
    ),
  },
  responses: gone,
});

export const memberChanges = router()
  .openapi(moveRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    return c.json(memberView(await moveMember(c.var.db, network, id, c.req.valid('json'), by(c))), 201);
  })
  .openapi(mergeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    const { member, before } = await mergeMembers(c.var.db, network, id, c.req.valid('json').other, by(c));
    return c.json({ member: memberView(member), before: before.map(memberView) }, 200);
  })
  .openapi(undoRoute, async (c) => {
    const reversal = c.req.valid('json');
    for (const member of reversal.members) checkRow('members', member);
    await revertRoster(c.var.db, c.req.valid('param').network, reversal, by(c));
    return c.body(null, 204);
  });
