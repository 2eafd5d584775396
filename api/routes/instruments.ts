import { chooseInstrument } from '@rapport/db/network-instrument';
import { addInstrument, getNetwork, listInstruments } from '@rapport/db/networks';
import { instrumentKey, instrumentSchema, type Instrument } from '@rapport/surveys/instrument';
import { builtInInstrument, builtInKeys } from '@rapport/surveys/instruments/built-in';
import { z } from 'zod';
import { router } from '../context.ts';
import { InvalidValues, type FaultCode } from '../problems.ts';
import { route } from '../route.ts';
import { networkViewSchema } from '../schemas/rows.ts';
import { networkView } from '../views.ts';
import { body, by, inNetwork, json } from './parts.ts';

const tags = ['instruments'];
const given = z.object({
  /** A built-in instrument by its key, or an instrument of one's own. */
  instrument: z.union([z.string().max(80), instrumentSchema]),
});

const listRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/instruments',
  summary: 'What the network asks, and what it has asked or may ask in other waves',
  tags,
  request: { params: inNetwork },
  responses: {
    200: json(
      z.object({ own: z.string(), instruments: z.array(instrumentSchema), builtIn: z.array(z.string()) }),
      'The network’s own first; `own` is its key, `builtIn` the keys of those that come with Rapport',
    ),
  },
});
const chooseRoute = route('lead', {
  method: 'put',
  path: '/networks/{network}/instrument',
  summary: 'Chooses what the network asks, until a wave has opened with it',
  tags,
  request: { params: inNetwork, body: body(given) },
  responses: { 200: json(networkViewSchema, 'Chosen') },
});
const addRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/instruments',
  summary: 'Adds an instrument version for waves to come; a version never changes',
  tags,
  request: { params: inNetwork, body: body(given) },
  responses: { 201: json(z.object({ instrument: z.string() }), 'Its key, to be named by a wave') },
});

export const instruments = router()
  .openapi(listRoute, async (c) => {
    const { network } = c.req.valid('param');
    const [{ instrument: own }, stored] = await Promise.all([
      getNetwork(c.var.db, network),
      listInstruments(c.var.db, network),
    ]);
    return c.json({ own, instruments: stored, builtIn: builtInKeys() }, 200);
  })
  .openapi(chooseRoute, async (c) => {
    const { network } = c.req.valid('param');
    const row = await chooseInstrument(c.var.db, network, instrumentOf(c.req.valid('json').instrument), by(c));
    return c.json(networkView(row, c.var.roles), 200);
  })
  .openapi(addRoute, async (c) => {
    const { network } = c.req.valid('param');
    const key = await addInstrument(c.var.db, network, instrumentOf(c.req.valid('json').instrument), by(c));
    return c.json({ instrument: key }, 201);
  });

/**
 * The instrument that was named or sent.
 * @throws InvalidValues for a key that is not built in, or one's own content under a built-in key
 */
export function instrumentOf(given: string | Instrument): Instrument {
  const key = typeof given === 'string' ? given : instrumentKey(given);
  const known = builtInInstrument(key);
  const refuse = (message: string, code: FaultCode) => new InvalidValues([{ path: 'instrument', message, code }]);
  if (typeof given === 'string') {
    if (!known) throw refuse(`there is no built-in instrument "${given}"`, 'bad-choice');
    return known;
  }
  if (known) throw refuse(`${key} is built in; give yours another id or version`, 'built-in');
  return given;
}
