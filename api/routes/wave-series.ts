import { getNetwork } from '@rapport/db/networks';
import { addWaves, listWaves } from '@rapport/db/waves';
import { dateSchema } from '@rapport/surveys/panel';
import { LONGEST_WAVE_DAYS, quarterlySeries } from '@rapport/surveys/wave-series';
import { z } from 'zod';
import { router } from '../context.ts';
import { route } from '../route.ts';
import { waveViewSchema } from '../schemas/rows.ts';
import { waveView } from '../views.ts';
import { body, by, inNetwork, json } from './parts.ts';

const seriesSchema = z.object({
  // Five years on, the last wave still closes in a year of four digits.
  opens: dateSchema.refine((day) => day < '9990', { error: 'lies too far ahead', params: { day: true } }),
  days: z.int().min(1).max(LONGEST_WAVE_DAYS).default(14),
  count: z.int().min(1).max(20).default(4),
});

const addRoute = route('lead', {
  method: 'post',
  path: '/networks/{network}/waves/series',
  summary: 'Adds a wave each quarter from an opening day on, all or none',
  tags: ['waves'],
  request: { params: inNetwork, body: body(seriesSchema) },
  responses: { 201: json(z.object({ waves: z.array(waveViewSchema) }), 'Added, by opening day') },
});

export const waveSeries = router().openapi(addRoute, async (c) => {
  const { db, clock } = c.var;
  const { network } = c.req.valid('param');
  const [{ timezone }, before] = await Promise.all([getNetwork(db, network), listWaves(db, network)]);
  const planned = quarterlySeries(c.req.valid('json'), new Set(before.map(({ wave }) => wave)));
  const added = await addWaves(db, network, planned, by(c));
  return c.json({ waves: added.map((row) => waveView(row, timezone, clock())) }, 201);
});
