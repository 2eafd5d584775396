import { router } from '../context.ts';
import { leadsRelease } from '../released.ts';
import { route } from '../route.ts';
import { releasedAnalysisSchema } from '../schemas/analysis.ts';
import { inNetwork, json } from './parts.ts';

const analysisRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/analysis',
  summary: 'The lead’s release: the closed waves, what is held back null and named under `suppressed`',
  tags: ['analysis'],
  request: { params: inNetwork },
  responses: { 200: json(releasedAnalysisSchema, 'As frozen at the last close') },
});

export const analysis = router().openapi(analysisRoute, async (c) =>
  c.json(await leadsRelease(c.var, c.req.valid('param').network), 200),
);
