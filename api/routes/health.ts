import { atomic } from '@rapport/db/atomic';
import { z } from 'zod';
import { router } from '../context.ts';
import { Unavailable } from '../problems.ts';
import { route } from '../route.ts';
import { json } from './parts.ts';

const healthRoute = route('anyone', {
  method: 'get',
  path: '/health',
  summary: 'Whether the service can write',
  tags: ['service'],
  responses: {
    200: json(z.object({ status: z.literal('ok'), database: z.enum(['sqlite', 'postgres']) }), 'It can'),
  },
});

export const health = router().openapi(healthRoute, async (c) => {
  const { db, log } = c.var;
  try {
    // An empty write takes the write lock, which a read-only, locked or lost database refuses.
    await atomic(db, () => []);
  } catch (error) {
    log.error({ err: error }, 'the database takes no writes');
    throw new Unavailable('The database takes no writes.', {}, { 'retry-after': '5' });
  }
  return c.json({ status: 'ok' as const, database: db.engine }, 200);
});
