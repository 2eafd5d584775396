import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { CLIENT_ADDRESS } from './auth.ts';

/** SvelteKit's request handler, as adapter-node builds it. */
export type Pages = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export interface HttpServer {
  server: Server;
  /** From here on requests are answered; before, and while it stops, they get 503 with Retry-After. */
  open(api: (request: Request) => Response | Promise<Response>, pages: Pages | null): void;
  /** Takes no more connections, lets what runs finish for at most `patience` ms, then ends the rest. */
  drain(patience: number): Promise<void>;
}

/** The header by which pages learn the protocol where no ORIGIN says it; ours alone, whatever the caller sent. */
export const PROTOCOL = 'x-rapport-protocol';

/** By this header a page's own call to the API proves that it speaks for the visitor whose address it passes on. */
export const RELAY = 'x-rapport-relay';

/** One port for both: `/api` by the API, the rest by the pages, which know `relayKey`. */
export function createHttpServer(relayKey: string): HttpServer {
  let answer: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => {
    const isRelayed = request.headers[RELAY] === relayKey;
    const visitor = isRelayed ? request.headers[CLIENT_ADDRESS] : request.socket.remoteAddress;
    setOwnHeader(request, CLIENT_ADDRESS, String(visitor ?? ''));
    setOwnHeader(request, RELAY, '');
    setOwnHeader(request, PROTOCOL, 'http');
    if (answer) answer(request, response);
    else unavailable(response);
  });
  return {
    server,
    open(api, pages) {
      // With its own Request in place of the global one: bodyLimit copies a request that comes without a length.
      const listener = getRequestListener(api);
      answer = (request, response) => {
        if (isOneClick(request)) request.url = `/api${request.url?.slice('/s'.length)}`;
        if (!pages || /^\/api(\/|\?|$)/.test(request.url ?? '')) void listener(request, response);
        else pages(request, response, () => response.writeHead(404).end());
      };
    },
    drain(patience) {
      answer = null;
      return new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), patience);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}

// RFC 8058: a mail provider's POST to the address in List-Unsubscribe names no origin, and pages take forms of their own only.
const isOneClick = ({ method, url, headers }: IncomingMessage): boolean =>
  method === 'POST' && headers.origin === undefined && /^\/s\/opt-out\/[\w-]+$/.test(url ?? '');

function unavailable(response: ServerResponse): void {
  const problem = { type: 'urn:rapport:problem:unavailable', title: 'Please try again in a moment', status: 503 };
  response.writeHead(503, {
    'content-type': 'application/problem+json',
    'retry-after': '2',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(JSON.stringify(problem));
}

// Both lists: pages read `headers`, the API `rawHeaders`.
function setOwnHeader(request: IncomingMessage, name: string, value: string): void {
  const raw = request.rawHeaders;
  for (let i = raw.length - 2; i >= 0; i -= 2) if (raw[i]?.toLowerCase() === name) raw.splice(i, 2);
  raw.push(name, value);
  request.headers[name] = value;
}
