import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Server as Listener } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { CLIENT_ADDRESS } from './auth.ts';
import { clientAddress } from './client-address.ts';
import type { Config } from './config.ts';
import { commonHeaders } from './headers.ts';
import { unavailable } from './unavailable.ts';

/** SvelteKit's request handler, as adapter-node builds it. */
export type Pages = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** A request, with Node's own beside it, to its reply. */
export type Api = (request: Request, node?: { incoming?: IncomingMessage }) => Response | Promise<Response>;

export interface HttpServer {
  server: Server;
  /** From here on requests are answered; before, and while it stops, they get 503 with Retry-After. */
  open(api: Api, pages: Pages | null): void;
  /** Lets what runs finish for at most `patience` ms and answers what comes meanwhile with 503, then ends. */
  drain(patience: number): Promise<void>;
}

/** The header by which pages learn the protocol where no ORIGIN says it; ours alone, whatever the caller sent. */
export const PROTOCOL = 'x-rapport-protocol';

/** By this header a page's own call to the API proves that it speaks for the visitor whose address it passes on. */
export const RELAY = 'x-rapport-relay';

/** How long connections that are kept open may still be used once nothing runs any more. */
const FAREWELL_MS = 1000;

/** One port for both: `/api` by the API, the rest by the pages, which know `relayKey`. */
export function createHttpServer(
  relayKey: string,
  { secure, isProxy }: Pick<Config, 'secure' | 'isProxy'>,
): HttpServer {
  const ours = Object.entries(commonHeaders(secure));
  let answer: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  let draining = false;
  const running = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const isRelayed = request.headers[RELAY] === relayKey;
    const { 'x-forwarded-for': forwarded, [CLIENT_ADDRESS]: visitor } = request.headers;
    const caller = clientAddress(request.socket.remoteAddress ?? '', String(forwarded ?? ''), isProxy);
    setOwnHeader(request, CLIENT_ADDRESS, isRelayed ? String(visitor ?? '') : caller);
    setOwnHeader(request, RELAY, '');
    setOwnHeader(request, PROTOCOL, 'http');
    for (const [name, value] of ours) response.setHeader(name, value);
    // A page that is being made needs its own calls answered until it is done.
    if (!answer || (draining && !isRelayed)) return unavailable(request, response);
    running.add(response);
    response.once('close', () => running.delete(response));
    if (draining) response.shouldKeepAlive = false;
    answer(request, response);
  });
  return {
    server,
    open(api, pages) {
      const listener = getRequestListener((request, { incoming }) =>
        api(request, { incoming: incoming as IncomingMessage }),
      );
      answer = (request, response) => {
        if (isOneClick(request)) request.url = `/api${request.url?.slice('/s'.length)}`;
        if (!pages || /^\/api(\/|\?|$)/.test(request.url ?? '')) void listener(request, response);
        else pages(request, response, () => response.writeHead(404).end());
      };
    },
    async drain(patience) {
      draining = true;
      // Whoever waits for a reply learns with it not to use the connection again.
      for (const response of running) response.shouldKeepAlive = false;
      const farewell = Math.min(FAREWELL_MS, patience);
      await until(() => running.size === 0, patience - farewell);
      // http's own close would cut connections off that are about to be used; this one only takes no new ones.
      if (server.listening) Listener.prototype.close.call(server);
      await until(async () => (await connections(server)) === 0, farewell);
      server.closeAllConnections();
    },
  };
}

const connections = (server: Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)));

async function until(holds: () => boolean | Promise<boolean>, patience: number): Promise<void> {
  const end = performance.now() + patience;
  while (!(await holds()) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}

// RFC 8058: a mail provider's POST to the address in List-Unsubscribe names no origin, and pages take forms of their own only.
const isOneClick = ({ method, url, headers }: IncomingMessage): boolean =>
  method === 'POST' && headers.origin === undefined && /^\/s\/opt-out\/[\w-]+$/.test(url ?? '');

// Both lists: pages read `headers`, the API `rawHeaders`.
function setOwnHeader(request: IncomingMessage, name: string, value: string): void {
  const raw = request.rawHeaders;
  for (let i = raw.length - 2; i >= 0; i -= 2) if (raw[i]?.toLowerCase() === name) raw.splice(i, 2);
  raw.push(name, value);
  request.headers[name] = value;
}
