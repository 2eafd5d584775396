import { testEngine } from '@rapport/db/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from './app.ts';
import { agencies } from './testing/agencies.ts';
import { openBench, problemOf, type Bench } from './testing/bench.ts';

let bench: Bench;
let lead: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(() => bench.close());

const waves = '/api/networks/harbour/waves';

describe('problem details', () => {
  it.each([
    ['404 not-found', '/api/nowhere', {}],
    ['404 not-found', '/elsewhere', {}],
    ['401 sign-in-needed', '/api/networks', {}],
    ['401 sign-in-needed', '/api/survey', {}],
  ])('%s for %s', async (problem, path, asking) => {
    expect(problemOf(await bench.call(path, asking))).toBe(problem);
  });

  it.each([
    ['400 malformed-request', { raw: '{"wave":', headers: { 'content-type': 'application/json' } }],
    ['415 wrong-content-type', { raw: 'wave=1', headers: { 'content-type': 'text/plain' } }],
    ['415 wrong-content-type', { raw: 'wave=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['422 invalid-values', { json: {} }],
    ['413 too-large', { json: { wave: 'x'.repeat(5_000_000) } }],
  ])('%s', async (problem, asking) => {
    expect(problemOf(await bench.call(waves, { method: 'POST', as: lead, ...asking }))).toBe(problem);
  });

  it.each([
    [100, 422],
    [5_000_000, 413],
  ])('limits a body of %d bytes that does not say how long it is: %d', async (size, status) => {
    const response = await createApi(bench.services).fetch(
      new Request(`http://127.0.0.1:3000${waves}`, {
        method: 'POST',
        headers: { cookie: lead, 'content-type': 'application/json' },
        body: new Blob([JSON.stringify({ wave: 'x'.repeat(size) })]).stream(),
        duplex: 'half',
      }),
    );
    expect(response.status).toBe(status);
  });

  it('names each value that is wrong', async () => {
    const wave = { wave: 'w', label: 'W', opens: '2027-02-30', closes: '2027-03-01' };
    const { body } = await bench.call(waves, { json: wave, as: lead });
    expect(body).toMatchObject({ status: 422, errors: [{ path: 'opens' }] });
  });

  it('shows nothing of a fault of ours, and logs it', async () => {
    const { db } = bench.services;
    const { select } = db;
    const broken: typeof select = () => {
      throw new Error('SELECT hidden FROM internals');
    };
    db.select = broken;
    const reply = await bench.call('/api/networks', { as: lead });
    db.select = select;
    expect(problemOf(reply)).toBe('500 internal');
    expect(reply.text).not.toMatch(/hidden|internals|SELECT|stack/);
    expect(bench.logged.join('')).toContain('SELECT hidden FROM internals');
    expect(reply.body).toHaveProperty('requestId', reply.headers.get('x-request-id'));
  });
});

describe('every reply', () => {
  it('has the headers of an API', async () => {
    for (const path of ['/api/health', '/api/nowhere', '/api/networks']) {
      const { headers } = await bench.call(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('strict-transport-security')).toBeNull();
    }
  });

  it('has strict transport security where the origin is https', async () => {
    const secure = await openBench({ environment: { ORIGIN: 'https://rapport.example.org' } });
    const { headers } = await secure.call('/api/health');
    await secure.close();
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
  });
});

describe('the origin of changes', () => {
  const add = (headers: Record<string, string>) => bench.call(waves, { json: {}, as: lead, headers });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:3001' }],
    ['a page without an origin', { origin: 'null' }],
    ['another site, as the browser tells', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site, as the browser tells', { 'sec-fetch-site': 'same-site' }],
  ])('refuses %s', async (_, headers) => {
    expect(problemOf(await add(headers))).toBe('403 foreign-origin');
  });

  it('lets our own pages and clients that are no browser through to the values', async () => {
    for (const headers of [{ origin: 'http://localhost:3000' }, { origin: 'http://127.0.0.1:3000' }, {}])
      expect(problemOf(await add(headers as Record<string, string>))).toBe('422 invalid-values');
  });

  it('is checked for the member’s routes and sign-in too', async () => {
    const headers = { origin: 'https://evil.example' };
    for (const path of [
      '/api/survey/session',
      '/api/survey/submission',
      '/api/auth/sign-in/email',
      '/api/auth/sign-out',
    ])
      expect(problemOf(await bench.call(path, { json: {}, headers }))).toBe('403 foreign-origin');
  });
});

describe('the log', () => {
  it('names routes, not addresses, and holds no token, cookie or password', async () => {
    bench.logged.length = 0;
    await bench.call('/api/reports/a-secret-token');
    await bench.call('/api/survey/session', { json: { token: 'another-secret-token' } });
    await bench.call('/api/auth/sign-in/email', {
      json: { email: 'lead@example.org', password: 'a-secret-password' },
      headers: { origin: 'http://127.0.0.1:3000' },
    });
    await bench.call('/api/networks', { as: lead });
    const log = bench.logged.join('');
    expect(log).toContain('/api/reports/:token');
    for (const secret of [
      'a-secret-token',
      'another-secret-token',
      'a-secret-password',
      lead.split('=')[1] ?? '',
      'lead@',
    ])
      expect(log).not.toContain(secret);
  });
});

describe('health', () => {
  it('is ok while the database takes writes', async () => {
    expect(await bench.call('/api/health')).toMatchObject({
      status: 200,
      body: { status: 'ok', database: testEngine },
    });
  });

  it('is 503 once it does not', async () => {
    const other = await openBench();
    await other.services.db.close();
    const reply = await other.call('/api/health');
    expect(problemOf(reply)).toBe('503 unavailable');
    expect(reply.headers.get('retry-after')).toBe('5');
    await other.close().catch(() => undefined);
  });
});

describe('the API document', () => {
  it('is a page that loads nothing from elsewhere', async () => {
    const page = await bench.call('/api/docs');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/https?:\/\//);
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-[^']+'/);
    const script = await bench.call('/api/docs/reference.js');
    expect(script.headers.get('content-type')).toMatch(/javascript/);
    expect(script.text.length).toBeGreaterThan(1_000_000);
  });

  it('describes every route that answers', async () => {
    const { body } = await bench.call('/api/openapi.json');
    const { paths } = body as { paths: Record<string, object> };
    for (const path of [
      '/api/health',
      '/api/auth/sign-in/email',
      '/api/networks',
      '/api/networks/{network}/members/import',
      '/api/networks/{network}/waves/{wave}/close',
      '/api/networks/{network}/panel',
      '/api/survey/submission',
      '/api/reports/{token}',
      '/api/portfolio',
    ])
      expect(Object.keys(paths)).toContain(path);
  });
});
