import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseAt, testEngine } from '@rapport/db/testing/test-database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD_HERE } from './limits.ts';
import { serve, type Served } from './serve.ts';

/** Wrong passwords for an account from one address, each as costly as a right one. */
const TRIES = PASSWORD_HERE.most;
let folder: string;
let served: Served | null = null;
let printed = '';
let seen: Record<string, string | undefined>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapport-serve-'));
  printed = '';
});
afterEach(async () => {
  await served?.stop();
  served = null;
  rmSync(folder, { recursive: true, force: true });
});

async function started(environment: Record<string, string> = {}): Promise<Served> {
  seen = {
    DATABASE_URL: await databaseAt(join(folder, 'rapport.db')),
    AUTH_SECRET: 'x'.repeat(40),
    PORT: '0',
    DEMO: '0',
    LOG_LEVEL: 'silent',
    ...environment,
  };
  served = await serve({ environment: seen, print: (text) => (printed += text) });
  return served;
}

const linkTo = (path: string) =>
  printed.match(/http:\S+/g)?.find((link) => new URL(link).pathname.startsWith(path)) ?? '';

describe('serve', () => {
  it('answers on the port that the system chose, and says where', async () => {
    const { config } = await started();
    expect(printed).toContain(`Rapport is at ${config.origin}\n`);
    expect(await (await fetch(`${config.origin}/api/health`)).json()).toEqual({ status: 'ok', database: testEngine });
  });

  it('starts empty when it is told to', async () => {
    await started();
    expect(printed).not.toContain('/s/');
    expect(printed).not.toContain('fictional');
  });

  it('prints a link that makes the first account, and none once there is one', async () => {
    const { config } = await started();
    const token = new URL(linkTo('/sign-in/first/')).pathname.split('/').at(-1) ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const person = { name: 'Ada', email: 'ada@example.org', password: 'a long enough password' };
    const made = await fetch(`${config.origin}/api/first-account`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, ...person }),
    });
    expect(made.status).toBe(201);
    await served?.stop();
    printed = '';
    await started();
    expect(printed).not.toContain('/sign-in/first/');
  });

  it('says that the port is in use', async () => {
    const { config } = await started();
    const second = serve({
      environment: {
        DATABASE_URL: await databaseAt(join(folder, 'other.db')),
        AUTH_SECRET: 'x'.repeat(40),
        PORT: String(config.port),
      },
      print: () => undefined,
    });
    await expect(second).rejects.toThrow(/EADDRINUSE/);
  });

  it('names what is wrong with the environment', async () => {
    await expect(started({ PORT: 'many' })).rejects.toThrow(/^PORT: /);
  });

  it('tells callers apart by their own address, whatever they say it is', async () => {
    const { config } = await started();
    const attempt = () =>
      fetch(`${config.origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: config.origin,
          'x-rapport-client': `192.0.2.${Math.floor(Math.random() * 250)}`,
          'x-forwarded-for': `192.0.2.${Math.floor(Math.random() * 250)}`,
        },
        body: JSON.stringify({ email: 'nobody@example.org', password: 'x' }),
      }).then(({ status }) => status);
    const statuses = [];
    for (let i = 0; i <= TRIES; i += 1) statuses.push(await attempt());
    expect(statuses.at(-1)).toBe(429);
  });

  it('takes the address of a visitor from its own pages alone', async () => {
    const { config } = await started();
    const { origin } = config;
    const attempt = (i: number, relay: string) =>
      fetch(`${origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin,
          'x-rapport-client': `192.0.2.${i}`,
          'x-rapport-relay': relay,
        },
        body: JSON.stringify({ email: 'nobody@example.org', password: 'x' }),
      }).then(({ status }) => status);
    const relayed = [];
    for (let i = 0; i <= TRIES; i += 1) relayed.push(await attempt(i, seen.RELAY_KEY ?? ''));
    expect(relayed).not.toContain(429);
    const forged = [];
    for (let i = 0; i <= TRIES; i += 1) forged.push(await attempt(i, 'guess'));
    expect(forged.at(-1)).toBe(429);
  });

  it('finishes what runs before it stops, and asks who comes meanwhile to come again', async () => {
    const { config, stop } = await started();
    const agent = new Agent({ keepAlive: true });
    let stopped = Promise.resolve();
    let meanwhile: Response | undefined;
    let page: Response | undefined;
    const status = await new Promise<number>((resolve, reject) => {
      const slow = request(`${config.origin}/api/survey/session`, {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': 16, expect: '100-continue' },
      });
      slow.once('response', (reply) => {
        reply.resume();
        resolve(reply.statusCode ?? 0);
      });
      slow.once('error', reject);
      slow.flushHeaders();
      // The server has it by now, however long that took.
      slow.once('continue', () => {
        slow.write('{"token"');
        stopped = stop();
        Promise.all([
          fetch(`${config.origin}/api/health`).then((reply) => (meanwhile = reply)),
          fetch(config.origin, { headers: { accept: 'text/html' } }).then((reply) => (page = reply)),
        ]).then(() => slow.end(':"none"}'), reject);
      });
    });
    agent.destroy();
    served = null;
    expect(status).toBe(404);
    for (const reply of [meanwhile, page])
      expect({ status: reply?.status, again: reply?.headers.get('retry-after') }).toEqual({ status: 503, again: '2' });
    expect(await page?.text()).toMatch(/One moment[^]*Tunggu sebentar/);
    await stopped;
    await expect(fetch(`${config.origin}/api/health`)).rejects.toThrow();
  });
});

describe('the demo', () => {
  it('prints a link for each of the three people, each works, and so does the next start', async () => {
    const { config } = await started({ DEMO: '1' });
    const token = linkTo('/s/').split('/s/')[1];
    const session = await fetch(`${config.origin}/api/survey/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(session.status).toBe(200);
    const member = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const form = (await (await fetch(`${config.origin}/api/survey`, { headers: { cookie: member } })).json()) as object;
    expect(form).toMatchObject({ submitted: null, handedOn: false, draft: { version: 0 } });

    const signedIn = await fetch(linkTo('/api/auth/magic-link'), { redirect: 'manual' });
    expect(signedIn.headers.get('location')).toMatch(/\/networks\/marram-bay$/);
    const lead = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const overview = await fetch(`${config.origin}/api/networks/marram-bay/overview`, { headers: { cookie: lead } });
    const { waves, open, release } = (await overview.json()) as {
      waves: { state: string }[];
      open: { eligible: number; invited: number; submitted: number };
      release: { waves: unknown[] };
    };
    expect(waves.map(({ state }) => state)).toEqual([...Array.from({ length: 8 }, () => 'closed'), 'open']);
    expect(release.waves).toHaveLength(8);
    expect(open.invited).toBe(open.eligible);
    expect(open.submitted).toBeGreaterThan(0);

    const report = await fetch(linkTo('/r/').replace('/r/', '/api/reports/'));
    expect(await report.json()).toMatchObject({ release: { audience: 'funder' } });

    const firstLink = linkTo('/s/');
    await served?.stop();
    printed = '';
    const again = await started({ DEMO: '1' });
    expect(linkTo('/s/')).not.toBe(firstLink);
    expect(printed).not.toContain('Preparing');
    const networks = await fetch(`${again.config.origin}/api/networks`, { headers: { cookie: lead } });
    expect(await networks.json()).toMatchObject({ networks: [{ slug: 'marram-bay' }] });
  });
});
