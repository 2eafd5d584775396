import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApi } from './app.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import { openBench, type Bench } from './testing/bench.ts';

// Over a socket: without one the body comes as a web stream, and every other test of the API has it so.
let bench: Bench;
let http: HttpServer;
let port: number;
beforeAll(async () => {
  bench = await openBench();
  const api = createApi(bench.services);
  http = createHttpServer('key', { secure: false, isProxy: () => false });
  http.open((request, node) => api.fetch(request, node), null);
  port = await new Promise((resolve) => {
    http.server.listen(0, '127.0.0.1', () => {
      const address = http.server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
});
afterAll(async () => {
  await http.drain(0);
  await bench.close();
});

const ask = (body: string | ReadableStream) =>
  fetch(`http://127.0.0.1:${port}/api/survey/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    ...(typeof body === 'string' ? {} : { duplex: 'half' }),
  } as RequestInit);

it('takes a body in one piece and in many', async () => {
  expect((await ask('{"token":"unknown"}')).status).toBe(404);
  const pieces = ['{"tok', 'en":"é', '"}'].map((piece) => new TextEncoder().encode(piece));
  const stream = new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
  expect((await ask(stream)).status).toBe(404);
  expect((await ask('{"token":')).status).toBe(400);
  expect((await ask('')).status).toBe(400);
});

it('refuses a body that is too large, said or not, with a reply', async () => {
  expect((await ask(JSON.stringify({ token: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
  let left = 40;
  const endless = new ReadableStream({
    pull(controller) {
      if ((left -= 1) > 0) controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      else controller.close();
    },
  });
  expect((await ask(endless)).status).toBe(413);
  expect((await ask('{"token":"unknown"}')).status).toBe(404);
});

it('goes on when a request ends before its body does', async () => {
  await new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        'POST /api/survey/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"tok',
      );
      setTimeout(() => socket.destroy(), 50);
    });
    socket.once('close', () => resolve());
  });
  expect((await ask('{"token":"unknown"}')).status).toBe(404);
});
