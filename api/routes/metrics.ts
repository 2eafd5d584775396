import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { router } from '../context.ts';
import { NotFound, SignInNeeded } from '../problems.ts';
import { route } from '../route.ts';

const metricsRoute = route('anyone', {
  method: 'get',
  path: '/metrics',
  summary: 'For Prometheus, with the token of METRICS_TOKEN; 404 where none is set',
  tags: ['service'],
  request: { headers: z.object({ authorization: z.string().max(500).optional() }) },
  responses: { 200: { description: 'Text exposition format', content: { 'text/plain': { schema: z.string() } } } },
});

const digest = (text: string) => createHash('sha256').update(text).digest();

export const metrics = router().openapi(metricsRoute, async (c) => {
  const { config, metrics: kept } = c.var;
  if (config.metricsToken === null || !kept) throw new NotFound('No such address, or not for you.');
  const token = /^bearer (.+)$/i.exec(c.req.valid('header').authorization ?? '')?.[1];
  if (token === undefined || !timingSafeEqual(digest(token), digest(config.metricsToken)))
    throw new SignInNeeded('Send “Authorization: Bearer …” with the token of METRICS_TOKEN.');
  return c.text(await kept.registry.metrics(), 200, { 'content-type': kept.registry.contentType });
});
