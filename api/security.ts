import { randomUUID } from 'node:crypto';
import { routePath } from 'hono/route';
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './context.ts';
import { commonHeaders } from './headers.ts';
import { ForeignOrigin } from './problems.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Headers of every API reply; a route may set a policy of its own. */
export const securityHeaders: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  const ours = {
    ...commonHeaders(c.var.config.secure),
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  for (const [name, value] of Object.entries(ours)) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
};

/**
 * Refuses changes that another site's page asks a browser for. Browsers name the origin on every such request; a client
 * that names none is no browser and holds no cookie that it wasn't given.
 */
export const checkOrigin: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method)) {
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const foreign =
      origin === undefined
        ? site !== undefined && site !== 'same-origin' && site !== 'none'
        : !c.var.config.trustedOrigins.includes(origin);
    if (foreign) throw new ForeignOrigin('Changes are taken from our own pages only; the operator sets ORIGIN.');
  }
  await next();
};

/**
 * Gives the request an id and logs it by its route, never by its address: addresses hold tokens. Reads that went well are
 * logged at `debug`.
 */
export const logRequest: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const started = performance.now();
  const requestId = randomUUID();
  const log = c.var.log.child({ requestId });
  c.set('requestId', requestId);
  c.set('log', log);
  await next();
  c.res.headers.set('x-request-id', requestId);
  const ms = Math.round(10 * (performance.now() - started)) / 10;
  const quiet = SAFE_METHODS.has(c.req.method) && c.res.status < 400;
  const level = c.res.status >= 500 ? 'error' : quiet ? 'debug' : 'info';
  log[level]({ method: c.req.method, route: routePath(c, -1), status: c.res.status, ms }, 'request');
};
