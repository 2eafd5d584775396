import { tryWriting } from '@rapport/db/health';
import type { Db } from '@rapport/db/open';
import { z } from 'zod';
import { router } from '../context.ts';
import { Unavailable } from '../problems.ts';
import { route } from '../route.ts';
import { json } from './parts.ts';

const tags = ['service'];

const healthRoute = route('anyone', {
  method: 'get',
  path: '/health',
  summary: 'Readiness: whether the service can write; 503 when it can’t',
  tags,
  responses: {
    200: json(z.object({ status: z.literal('ok'), database: z.enum(['sqlite', 'postgres']) }), 'It can'),
  },
});
const liveRoute = route('anyone', {
  method: 'get',
  path: '/health/live',
  summary: 'Liveness: whether the process answers at all, whatever the database does',
  tags,
  responses: { 200: json(z.object({ status: z.literal('alive') }), 'It does') },
});

/** How long a write that went well stands for those that ask after it. */
const FRESH_MS = 1000;
const written = new WeakMap<Db, number>();

export const health = router()
  .openapi(healthRoute, async (c) => {
    const { db, log, clock } = c.var;
    const last = written.get(db);
    if (last === undefined || performance.now() - last > FRESH_MS) {
      try {
        await tryWriting(db, clock());
        written.set(db, performance.now());
      } catch (error) {
        written.delete(db);
        log.error({ err: error }, 'the database takes no writes');
        throw new Unavailable('The database takes no writes.', {}, { 'retry-after': '5' });
      }
    }
    return c.json({ status: 'ok' as const, database: db.engine }, 200);
  })
  .openapi(liveRoute, (c) => c.json({ status: 'alive' as const }, 200));
