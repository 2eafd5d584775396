import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from './http-server.ts';

const http = createHttpServer('relay', { secure: false, isProxy: () => false });
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => http.server.listen(0, '127.0.0.1', resolve));
  const address = http.server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const named = (who: string, request: { method?: string; url?: string }) =>
    `${who} ${request.method} ${new URL(request.url ?? '', origin).pathname}`;
  http.open(
    (request) => new Response(named('api', request)),
    (request, response) => void response.end(named('pages', request)),
  );
});
afterAll(() => http.drain(0));

const answer = async (path: string, init?: RequestInit) => (await fetch(origin + path, init)).text();

describe('one port', () => {
  it('has the API below /api and pages elsewhere', async () => {
    expect(await answer('/api/health')).toBe('api GET /api/health');
    expect(await answer('/apiary')).toBe('pages GET /apiary');
    expect(await answer('/s/opt-out/token')).toBe('pages GET /s/opt-out/token');
  });

  it('takes the one-click POST of a mail provider, which names no origin; a form’s goes to its page', async () => {
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect(await answer('/s/opt-out/a_B-9', { method: 'POST', body })).toBe('api POST /api/opt-out/a_B-9');
    const form = { method: 'POST', body, headers: { origin } };
    expect(await answer('/s/opt-out/a_B-9', form)).toBe('pages POST /s/opt-out/a_B-9');
    expect(await answer('/s/opt-out/a/b', { method: 'POST', body })).toBe('pages POST /s/opt-out/a/b');
    expect(await answer('/s/part/1', { method: 'POST', body })).toBe('pages POST /s/part/1');
  });
});
