import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printedLink, startServer, type RunningServer } from '../support/server.ts';

const routes = fileURLToPath(new URL('../../web/src/routes', import.meta.url));
let server: RunningServer;
let secure: RunningServer;
let cookie: string;

beforeAll(async () => {
  [server, secure] = await Promise.all([
    startServer(),
    startServer({ ORIGIN: 'https://rapport.example.org', DEMO: '0' }),
  ]);
  const signedIn = await fetch(printedLink(server, '/api/auth/'), { redirect: 'manual' });
  cookie = signedIn.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
});
afterAll(() => Promise.all([server?.stop(), secure?.stop()]));

const get = (path: string, from = server) => fetch(from.origin + path, { headers: { cookie }, redirect: 'manual' });
const PAGES = [
  '/',
  '/sign-in',
  '/sign-in/help',
  '/networks/demo',
  '/account',
  '/s/none',
  '/s/who-sees-what',
  '/r/none',
  '/no-such-page',
];

async function aFile(): Promise<string> {
  const [path = ''] = /\/_app\/[^"']+\.js/.exec(await (await get('/')).text()) ?? [];
  return path;
}

describe('every reply', () => {
  it('of a page, a file, a download or the API has the headers that keep it apart from others', async () => {
    const files = [await aFile(), '/api/health', '/api/docs', '/api/docs/reference.js', '/api/no-such', '/favicon.ico'];
    expect(files[0]).toMatch(/\.js$/);
    for (const path of [...PAGES, ...files]) {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).toContain("base-uri 'none'");
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? /default-src ([^;]*)/.exec(policy)?.[1];
      expect(scripts, path).not.toMatch(/unsafe|\*|https?:|data:/);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('permissions-policy'), path).toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/);
      expect(headers.get('referrer-policy'), path).toMatch(/^(no-referrer|same-origin|strict-origin)$/);
      expect(headers.get('strict-transport-security'), path).toBeNull();
    }
  });

  it('of a server behind TLS asks for TLS from then on', async () => {
    for (const path of ['/', '/sign-in', '/api/health', '/no-such-page', await aFile()])
      expect((await get(path, secure)).headers.get('strict-transport-security'), path).toMatch(/^max-age=\d{8}$/);
  });

  it('with scripts has a nonce of its own', async () => {
    const nonces = [];
    for (const path of ['/', '/', '/sign-in', '/api/docs']) {
      const reply = await get(path);
      const [, nonce = ''] = /'nonce-([^']+)'/.exec(reply.headers.get('content-security-policy') ?? '') ?? [];
      const html = await reply.text();
      expect(nonce.length, path).toBeGreaterThanOrEqual(16);
      for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
      expect(html).not.toMatch(/<[^>]+\son\w+=/i);
      nonces.push(nonce);
    }
    expect(new Set(nonces).size).toBe(4);
  });

  it('to an address with a token keeps it out of referrers, where the token is none too', async () => {
    const report = new URL(printedLink(server, '/r/')).pathname;
    expect((await get(report)).headers.get('referrer-policy')).toBe('no-referrer');
    const tokens = [
      '/s/none',
      '/s/results/none',
      '/s/opt-out/none',
      '/r/none',
      '/sign-in/link?token=x',
      '/sign-in/new-password?token=x',
      '/sign-in/join/none',
      '/sign-in/first/none',
    ];
    for (const path of tokens)
      expect((await get(path)).headers.get('referrer-policy'), path).toMatch(
        /^(no-referrer|strict-origin|same-origin)$/,
      );
    for (const path of tokens.filter((one) => !one.startsWith('/r/')))
      expect((await get(path)).headers.get('referrer-policy'), path).not.toBe('same-origin');
  });

  it('to a body that is too large is 413, from the pages too', async () => {
    const body = new URLSearchParams({ email: 'x'.repeat(6_000_000) });
    const reply = await fetch(`${server.origin}/sign-in`, { method: 'POST', body, headers: { origin: server.origin } });
    expect(reply.status).toBe(413);
  });
});

/** Addresses of pages that take forms, with ids that are none. */
function pagesWithForms(): string[] {
  return readdirSync(routes, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('+page.server.ts') && readFileSync(join(routes, file), 'utf8').includes('actions'))
    .map((file) => `/${relative('.', file).replace(/\/?\+page\.server\.ts$/, '')}`)
    .map((path) =>
      path
        .replaceAll(/\/\([^)]*\)/g, '')
        .replace('[network]', 'demo')
        .replaceAll(/\[[^\]]+\]/g, 'none'),
    );
}

describe('a form of another site', () => {
  const post = (path: string, origin: string | null, type: string) =>
    fetch(server.origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'content-type': type, ...(origin === null ? {} : { origin }) },
      body: 'name=attacked&email=attacker@example.org',
    });

  it('is refused by every page that takes one', async () => {
    const pages = pagesWithForms();
    expect(pages.length).toBeGreaterThan(15);
    for (const path of pages)
      for (const [origin, type] of [
        ['https://attacker.example', 'application/x-www-form-urlencoded'],
        ['https://attacker.example', 'text/plain'],
        ['https://attacker.example', 'multipart/form-data; boundary=x'],
        ['null', 'application/x-www-form-urlencoded'],
        [null, 'application/x-www-form-urlencoded'],
      ] as const)
        expect((await post(path, origin, type)).status, `${path} from ${origin} as ${type}`).toBe(
          // A mail provider's one click (RFC 8058) comes without an origin; what stops others is the token.
          origin === null && path === '/s/opt-out/none' ? 404 : 403,
        );
  });

  it('of our own gets through', async () => {
    expect((await post('/sign-in', server.origin, 'application/x-www-form-urlencoded')).status).not.toBe(403);
  });
});
