import { addEvent, deleteEvent, getEvent, listEvents, updateEvent } from '@rapport/db/events';
import { z } from 'zod';
import { router } from '../context.ts';
import { route } from '../route.ts';
import { checkRow } from '../row-checks.ts';
import { eventCreateSchema, eventPatchSchema, eventViewSchema } from '../schemas/rows.ts';
import { body, by, gone, inNetwork, json, withId } from './parts.ts';

const tags = ['log'];

const listRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/events',
  summary: 'The network building log by date',
  tags,
  request: { params: inNetwork },
  responses: { 200: json(z.object({ events: z.array(eventViewSchema) }), 'All of it') },
});
const addRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/events',
  summary: 'Adds to the log: a workshop, procedure, meeting, agreement, external event or outcome',
  tags,
  request: { params: inNetwork, body: body(eventCreateSchema) },
  responses: { 201: json(eventViewSchema, 'Added') },
});
const changeRoute = route('lead', {
  method: 'patch',
  path: '/networks/{network}/events/{id}',
  summary: 'Changes an entry; `organisations` replaces who took part',
  tags,
  request: { params: withId, body: body(eventPatchSchema) },
  responses: { 200: json(eventViewSchema, 'Changed') },
});
const removeRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/events/{id}',
  summary: 'Removes an entry',
  tags,
  request: { params: withId },
  responses: gone,
});

export const events = router()
  .openapi(listRoute, async (c) => c.json({ events: await listEvents(c.var.db, c.req.valid('param').network) }, 200))
  .openapi(addRoute, async (c) => {
    const event = c.req.valid('json');
    checkRow('events', event);
    return c.json(await addEvent(c.var.db, c.req.valid('param').network, event, by(c)), 201);
  })
  .openapi(changeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    const patch = c.req.valid('json');
    checkRow('events', { ...(await getEvent(c.var.db, network, id)), ...patch });
    return c.json(await updateEvent(c.var.db, network, id, patch, by(c)), 200);
  })
  .openapi(removeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    await deleteEvent(c.var.db, network, id, by(c));
    return c.body(null, 204);
  });
