import { getNetwork } from '@rapport/db/networks';
import { addWave, deleteWave, getWave, updateWave } from '@rapport/db/waves';
import { tableSchemas } from '@rapport/surveys/panel';
import { z } from 'zod';
import { readAgencyProgress } from '../agency-progress.ts';
import { closeAndFreeze, listWavesUpToDate } from '../close.ts';
import { router } from '../context.ts';
import { readProgress } from '../progress.ts';
import { route } from '../route.ts';
import { checkRow } from '../row-checks.ts';
import {
  agencyProgressSchema,
  instantSchema,
  progressSchema,
  wavePatchSchema,
  waveViewSchema,
} from '../schemas/rows.ts';
import { waveView } from '../views.ts';
import { body, by, gone, inNetwork, inWave, json, optionalBody, withId } from './parts.ts';

const tags = ['waves'];

const listRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/waves',
  summary: 'The waves by opening day, with their state',
  tags,
  request: { params: inNetwork },
  responses: { 200: json(z.object({ waves: z.array(waveViewSchema) }), 'All of them') },
});
const addRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/waves',
  summary: 'Adds a wave; its days are in the network’s time zone, both inclusive',
  tags,
  request: { params: inNetwork, body: body(tableSchemas.waves) },
  responses: { 201: json(waveViewSchema, 'Added') },
});
const changeRoute = route('lead', {
  method: 'patch',
  path: '/networks/{network}/waves/{id}',
  summary: 'Changes a wave that is not closed',
  tags,
  request: { params: withId, body: body(wavePatchSchema) },
  responses: { 200: json(waveViewSchema, 'Changed') },
});
const removeRoute = route('lead', {
  method: 'delete',
  path: '/networks/{network}/waves/{id}',
  summary: 'Removes a wave without answers, with its invitations',
  tags,
  request: { params: withId },
  responses: gone,
});

const progressRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/waves/{wave}/progress',
  summary: 'How many are in the wave, were invited, opened the form, started and submitted',
  tags,
  request: { params: inWave },
  responses: { 200: json(progressSchema, 'Counts only: who answered is not shown') },
});
const agenciesRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/waves/{wave}/agencies',
  summary: 'By agency, how many are in the wave and have a link, and in a coarse step how many have answered',
  tags,
  request: { params: inWave },
  responses: {
    200: json(
      z.object({ agencies: z.array(agencyProgressSchema) }),
      '`answered` is null where it would say of somebody whether they have answered',
    ),
  },
});
const closeRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/waves/{wave}/close',
  summary: 'Closes the wave now; its figures are computed and frozen',
  tags,
  request: { params: inWave, body: optionalBody(z.object({})) },
  responses: { 200: json(z.object({ closed: instantSchema }), 'When it closed; the same again for a closed wave') },
});

export const waves = router()
  .openapi(listRoute, async (c) => {
    const { network } = c.req.valid('param');
    const rows = await listWavesUpToDate(c.var, network);
    const { timezone } = await getNetwork(c.var.db, network);
    return c.json({ waves: rows.map((row) => waveView(row, timezone, c.var.clock())) }, 200);
  })
  .openapi(addRoute, async (c) => {
    const { network } = c.req.valid('param');
    const wave = c.req.valid('json');
    checkRow('waves', wave);
    const [added, { timezone }] = await Promise.all([
      addWave(c.var.db, network, wave, by(c)),
      getNetwork(c.var.db, network),
    ]);
    return c.json(waveView(added, timezone, c.var.clock()), 201);
  })
  .openapi(changeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    const patch = c.req.valid('json');
    const [before, { timezone }] = await Promise.all([getWave(c.var.db, network, id), getNetwork(c.var.db, network)]);
    checkRow('waves', { ...waveView(before, timezone, c.var.clock()), ...patch });
    return c.json(waveView(await updateWave(c.var.db, network, id, patch, by(c)), timezone, c.var.clock()), 200);
  })
  .openapi(removeRoute, async (c) => {
    const { network, id } = c.req.valid('param');
    await deleteWave(c.var.db, network, id, by(c));
    return c.body(null, 204);
  })
  .openapi(progressRoute, async (c) => {
    const { network, wave } = c.req.valid('param');
    return c.json(await readProgress(c.var.db, network, wave), 200);
  })
  .openapi(agenciesRoute, async (c) => {
    const { network, wave } = c.req.valid('param');
    return c.json({ agencies: await readAgencyProgress(c.var.db, network, wave) }, 200);
  })
  .openapi(closeRoute, async (c) => {
    const { network, wave } = c.req.valid('param');
    const closed = await closeAndFreeze(c.var, network, wave, by(c));
    return c.json({ closed: closed.toISOString() }, 200);
  });
