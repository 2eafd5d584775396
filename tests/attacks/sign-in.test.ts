import { randomBytes, scryptSync } from 'node:crypto';
import { createApi } from '@rapport/api/app';
import { createAuth } from '@rapport/api/auth';
import { passwordsAt, type Passwords } from '@rapport/api/passwords';
import { agencies } from '@rapport/api/testing/agencies';
import { cookieOf, openBench, PASSWORD, problemOf, type Bench } from '@rapport/api/testing/bench';
import type { MailServer } from '@rapport/api/testing/mail-server';
import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import { renewPasswordHash } from '@rapport/db/sign-in';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAddress, openSignInBench, type SignInBench } from './sign-in-bench.ts';

const MINUTE = 60_000;
let at: SignInBench;
let bench: Bench;
let mail: MailServer;
let post: SignInBench['post'];
let signIn: SignInBench['signIn'];
/** Another, whose passwords cost what they do outside of tests. */
let costly: Bench;

beforeAll(async () => {
  at = await openSignInBench();
  ({ bench, mail, post, signIn } = at);
  costly = await openBench({ costly: true });
});
afterAll(async () => {
  await at?.close();
  await costly?.close();
});

const storedHash = async (email: string, { services: { db } } = costly) => {
  const [accounts, users] = [await db.select().from(db.tables.account), await db.select().from(db.tables.user)];
  const id = users.find((one) => one.email === email)?.id;
  return accounts.find(({ userId }) => userId === id)?.password ?? '';
};

describe('a password', () => {
  /** OWASP Password Storage Cheat Sheet, scrypt: at least one of these. */
  const CURRENT = [
    [2 ** 17, 8, 1],
    [2 ** 16, 8, 2],
    [2 ** 15, 8, 3],
  ];

  it('is stored as scrypt at a current cost, salted for itself', async () => {
    await costly.signIn('lead@example.org');
    await costly.signIn('twin@example.org');
    const [one, two] = [await storedHash('lead@example.org'), await storedHash('twin@example.org')];
    expect(one).not.toBe(two);
    for (const hash of [one, two]) {
      const [, N, r, p, salt = '', key] = hash.split('$');
      expect(CURRENT).toContainEqual([Number(N), Number(r), Number(p)]);
      const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: 256 * 2 ** 20 };
      expect(Buffer.from(salt, 'base64url').length).toBe(16);
      expect(scryptSync(PASSWORD, Buffer.from(salt, 'base64url'), 64, options).toString('base64url')).toBe(key);
    }
  });

  it('that was stored at a former cost still opens, and is stored anew with it', async () => {
    await costly.signIn('former@example.org');
    const salt = randomBytes(16).toString('hex');
    const key = scryptSync(PASSWORD, salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 2 ** 26 }).toString('hex');
    await renewPasswordHash(costly.services.db, await storedHash('former@example.org'), `${salt}:${key}`);
    expect((await signIn('former@example.org', 'not it at all', undefined, costly)).status).toBe(401);
    expect(await storedHash('former@example.org')).toBe(`${salt}:${key}`);
    expect((await signIn('former@example.org', PASSWORD, undefined, costly)).status).toBe(200);
    expect(await storedHash('former@example.org')).toMatch(/^scrypt\$/);
    expect((await signIn('former@example.org', PASSWORD, undefined, costly)).status).toBe(200);
  });
});

/** The shortest that each call takes, made in turn: what else the machine does only ever adds. */
async function timesOf(times: number, calls: (() => Promise<unknown>)[]): Promise<number[]> {
  const shortest = calls.map(() => Infinity);
  for (let i = 0; i < times; i += 1)
    for (const [k, call] of calls.entries()) {
      const started = performance.now();
      await call();
      shortest[k] = Math.min(shortest[k] ?? Infinity, performance.now() - started);
    }
  return shortest;
}

describe('an address that has no account', () => {
  const without = ({ body }: { body: unknown }) => ({ ...(body as object), requestId: '' });

  it('gets the same reply as one that has', async () => {
    const asked = [
      ['/api/auth/sign-in/email', { password: 'wrong password' }],
      ['/api/auth/sign-in/magic-link', { callbackURL: '/networks/harbour' }],
      ['/api/auth/request-password-reset', {}],
    ] as const;
    for (const [path, more] of asked) {
      const [known, unknown] = [
        await post(path, { email: 'lead@example.org', ...more }),
        await post(path, { email: 'nobody@example.org', ...more }),
      ];
      expect(unknown.status, path).toBe(known.status);
      expect(without(unknown), path).toEqual(without(known));
      const names = (reply: typeof known) => [...reply.headers.keys()].sort();
      expect(names(unknown), path).toEqual(names(known));
    }
  });

  it('costs a hash of the password too', async () => {
    const { db, config, secret, log } = bench.services;
    const cheap = passwordsAt({ N: 1024, r: 8, p: 1 });
    const slowly = <T>(made: Promise<T>) => new Promise<T>((resolve) => setTimeout(() => resolve(made), 300));
    const passwords: Passwords = {
      hash: (password) => slowly(cheap.hash(password)),
      verify: (stored, password) => slowly(cheap.verify(stored, password)),
    };
    const app = createApi({ ...bench.services, auth: createAuth({ db, config, secret, log, mail: null, passwords }) });
    const call: Bench['call'] = async (path, { json, headers } = {}) => {
      const init = {
        method: 'POST',
        body: JSON.stringify(json),
        headers: { ...headers, 'content-type': 'application/json' },
      };
      const reply = await app.request(path, init);
      return { status: reply.status, headers: reply.headers, body: null, text: await reply.text() };
    };
    const taken = await timesOf(
      2,
      ['lead@example.org', 'nobody@example.org'].map(
        (email) => () => signIn(email, 'wrong password', undefined, { call }),
      ),
    );
    expect(Math.min(...taken)).toBeGreaterThanOrEqual(290);
  });

  it('takes as long to be refused, and so does an account of a former cost', async () => {
    await costly.signIn('slow@example.org');
    await costly.signIn('old@example.org');
    const salt = randomBytes(16).toString('hex');
    await renewPasswordHash(costly.services.db, await storedHash('old@example.org'), `${salt}:${'ab'.repeat(64)}`);
    const addresses = ['slow@example.org', 'nobody@example.org', 'old@example.org'];
    const shortest = await timesOf(
      4,
      addresses.map((email) => () => signIn(email, 'wrong password', undefined, costly)),
    );
    // Without a hash of its own an unknown address is answered twenty times faster.
    expect(Math.max(...shortest) / Math.min(...shortest), shortest.join(' ms, ')).toBeLessThan(2.5);
  });
});

describe('guesses of a password', () => {
  const statuses = async (count: number, one: (i: number) => Promise<{ status: number }>) =>
    (await Promise.all(Array.from({ length: count }, (_, i) => one(i)))).map(({ status }) => status);
  const counted = (all: number[], status: number) => all.filter((one) => one === status).length;

  it('end after ten for one account from one address, however many at once, and the right one with them', async () => {
    await bench.signIn('guessed@example.org');
    const from = anAddress();
    const all = await statuses(15, () => signIn('guessed@example.org', 'a wrong guess', from));
    expect([counted(all, 401), counted(all, 429)]).toEqual([10, 5]);
    const refused = await signIn('guessed@example.org', PASSWORD, from);
    expect(problemOf(refused)).toBe('429 too-soon');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // The lead at another address, and a colleague at the same one, are not held up.
    expect((await signIn('guessed@example.org', PASSWORD)).status).toBe(200);
    expect((await signIn('lead@example.org', PASSWORD, from)).status).toBe(200);
    bench.setNow(new Date(bench.services.clock().getTime() + 11 * MINUTE).toISOString());
    expect((await signIn('guessed@example.org', PASSWORD, from)).status).toBe(200);
  });

  it('end after fifty for one account from anywhere; a mailed link signs in all the same', async () => {
    await bench.signIn('hunted@example.org');
    const all = await statuses(52, () => signIn('hunted@example.org', 'a wrong guess'));
    expect([counted(all, 401), counted(all, 429)]).toEqual([50, 2]);
    expect((await signIn('hunted@example.org', PASSWORD)).status).toBe(429);
    const link = await bench.services.auth.signInLink('hunted@example.org', '/');
    expect(await at.isIn(cookieOf(await bench.call(link)))).toBe(true);
  });

  it('end after a hundred from one address, at whatever accounts', async () => {
    const from = anAddress();
    const all = await statuses(103, (i) => signIn(`one-of-many-${i}@example.org`, 'a wrong guess', from));
    expect([counted(all, 401), counted(all, 429)]).toEqual([100, 3]);
    expect((await signIn('lead@example.org', PASSWORD)).status).toBe(200);
  });

  it('say nothing of which accounts there are by when they end', async () => {
    const from = anAddress();
    const all = await statuses(12, () => signIn('no-such-account@example.org', 'a wrong guess', from));
    expect([counted(all, 401), counted(all, 429)]).toEqual([10, 2]);
  });

  it('do not use up the tries of those who are right: an office signs in as often as it likes', async () => {
    const from = anAddress();
    for (let i = 0; i < 12; i += 1) expect((await signIn('lead@example.org', PASSWORD, from)).status).toBe(200);
  });
});

describe('mails that somebody asks for in another’s name', () => {
  it('end after five in ten minutes, by link and reset together', async () => {
    const before = mail.mails.length;
    const ask = (i: number) =>
      post(`/api/auth/${i % 2 ? 'sign-in/magic-link' : 'request-password-reset'}`, { email: 'twin@example.org' });
    const all = [];
    for (let i = 0; i < 8; i += 1) all.push((await ask(i)).status);
    expect(all).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    await expect.poll(() => mail.mails.slice(before).filter(({ to }) => to === 'twin@example.org').length).toBe(5);
  });
});

describe('an office of a hundred members behind one address', () => {
  it('opens all its links, also while somebody in it guesses; the guesses end', async () => {
    const office = await openBench();
    await office.storePanel(agencies('harbour'));
    const members = await office.services.db.select().from(office.services.db.tables.members);
    const tokens = Array.from({ length: 100 }, () => randomBytes(32).toString('base64url'));
    const rows = tokens.map((token, i) => ({
      member: members[i % members.length]?.member ?? '',
      tokenHash: sha256(token),
    }));
    const now = office.services.clock();
    await createInvitations(office.services.db, 'harbour', '2026-Q4', rows, { actor: 'test', now, handedOn: false });
    const exchange = (token: string) =>
      office.call('/api/survey/session', { json: { token }, headers: { 'x-rapport-client': '203.0.113.9' } });
    const guesses = await Promise.all(Array.from({ length: 80 }, (_, i) => exchange(`guess ${i}`)));
    const asked = guesses.map(problemOf);
    expect(asked.filter((it) => it === '404 not-found')).toHaveLength(60);
    expect(asked.filter((it) => it === '429 too-soon')).toHaveLength(20);
    const opened = await Promise.all(tokens.map(exchange));
    expect(new Set(opened.map(({ status }) => status))).toEqual(new Set([200]));
    for (const path of ['/api/reports/guess', '/api/opt-out/guess'])
      expect(problemOf(await office.call(path, { headers: { 'x-rapport-client': '203.0.113.9' } }))).toBe(
        '429 too-soon',
      );
    expect(problemOf(await office.call('/api/reports/guess', { headers: { 'x-rapport-client': '203.0.113.8' } }))).toBe(
      '404 not-found',
    );
    await office.close();
  });
});
