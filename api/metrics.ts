import { jobCounts } from '@rapport/db/jobs';
import type { Db } from '@rapport/db/open';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiEnv } from './context.ts';

/** What the process counts of itself; labels are routes, methods and statuses, never an address or an id. */
export interface Metrics {
  registry: Registry;
  measure: MiddlewareHandler<ApiEnv>;
}

export function createMetrics(db: Db): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'rapport_http_request_seconds',
    help: 'Time from an API request to its reply',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'rapport_jobs',
    help: 'Jobs that wait, and jobs that were given up',
    labelNames: ['kind', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { kind, waiting, failed } of await jobCounts(db)) {
        this.set({ kind, state: 'waiting' }, waiting);
        this.set({ kind, state: 'failed' }, failed);
      }
    },
  });
  return {
    registry,
    async measure(c, next) {
      const started = performance.now();
      await next();
      const labels = { method: c.req.method, route: routePath(c, -1), status: String(c.res.status) };
      requests.observe(labels, (performance.now() - started) / 1000);
    },
  };
}
