import { disableAccount } from '@rapport/db/accounts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { cookieOf, openBench, ORIGIN, PASSWORD, problemOf, type Bench } from './testing/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(() => bench.close());

const signIn = (email: string, password: string, origin = ORIGIN) =>
  bench.call('/api/auth/sign-in/email', { json: { email, password }, headers: { origin } });

describe('sign-in with a password', () => {
  it('gives a cookie that only the server reads and other sites cannot use', async () => {
    const reply = await signIn('LEAD@example.org', PASSWORD);
    expect(reply.status).toBe(200);
    const [cookie] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^rapport\.session_token=/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).not.toMatch(/Secure/i);
    expect((await bench.call('/api/networks', { as: cookieOf(reply) })).status).toBe(200);
  });

  it('says the same to a wrong password and an unknown address', async () => {
    const [wrong, unknown] = [await signIn('lead@example.org', 'wrong'), await signIn('nobody@example.org', PASSWORD)];
    expect(problemOf(wrong)).toBe('401 invalid-email-or-password');
    expect(unknown.body).toEqual(wrong.body);
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  it('is Secure where the origin is https', async () => {
    const secure = await openBench({ environment: { ORIGIN: 'https://rapport.example.org' } });
    const cookie = await secure.signIn('lead@example.org');
    expect(cookie).toMatch(/^__Secure-rapport\.session_token=/);
    expect((await secure.call('/api/networks', { as: cookie })).status).toBe(200);
    await secure.close();
  });
});

describe('accounts', () => {
  it('are not made by those who want one', async () => {
    const reply = await bench.call('/api/auth/sign-up/email', {
      json: { email: 'new@example.org', password: PASSWORD, name: 'New' },
      headers: { origin: ORIGIN },
    });
    expect(problemOf(reply)).toBe('404 not-found');
    expect(await bench.services.auth.accountId('new@example.org')).toBeNull();
  });

  it('end their sessions when they are disabled, and sign in no more', async () => {
    const cookie = await bench.signIn('leaver@example.org', { harbour: ['viewer'] });
    const id = await bench.services.auth.accountId('leaver@example.org');
    await disableAccount(bench.services.db, id ?? '', { actor: 'operator', now: new Date() });
    expect(problemOf(await bench.call('/api/networks', { as: cookie }))).toBe('401 sign-in-needed');
    expect((await signIn('leaver@example.org', PASSWORD)).status).toBe(403);
    const link = await bench.services.auth.signInLink('leaver@example.org', '/networks/harbour');
    expect((await bench.call(link)).headers.getSetCookie().join()).not.toMatch(/session_token=[^;]/);
  });
});

describe('a session', () => {
  it('ends at sign-out', async () => {
    const cookie = await bench.signIn('lead@example.org');
    await bench.call('/api/auth/sign-out', { method: 'POST', as: cookie, headers: { origin: ORIGIN } });
    expect(problemOf(await bench.call('/api/networks', { as: cookie }))).toBe('401 sign-in-needed');
  });

  it('ends after a week', async () => {
    const cookie = await bench.signIn('lead@example.org');
    const now = Date.now();
    bench.setNow(new Date(now + 6.9 * 24 * 3600e3).toISOString());
    expect((await bench.call('/api/networks', { as: cookie })).status).toBe(200);
    bench.setNow(new Date(now + 7.1 * 24 * 3600e3).toISOString());
    expect(problemOf(await bench.call('/api/networks', { as: cookie }))).toBe('401 sign-in-needed');
    bench.setNow('2026-11-10T12:00:00Z');
  });

  it('cannot be made up', async () => {
    const cookie = await bench.signIn('lead@example.org');
    const [name = '', value = ''] = cookie.split('=');
    const [token = '', signature = ''] = decodeURIComponent(value).split('.');
    const { session } = bench.services.db.tables;
    const tokens = (await bench.services.db.select({ token: session.token }).from(session)).map((row) => row.token);
    const other = tokens.find((one) => one !== token) ?? '';
    expect(other).not.toBe('');
    for (const forged of [
      token,
      `${token}.`,
      `${other}.${signature}`,
      `${token}.${signature.slice(0, -4)}AAA=`,
      '.',
      '',
    ])
      expect(
        problemOf(await bench.call('/api/networks', { as: `${name}=${encodeURIComponent(forged)}` })),
        forged,
      ).toBe('401 sign-in-needed');
  });
});

describe('a sign-in link', () => {
  it('signs in once and goes on to its page', async () => {
    const link = await bench.services.auth.signInLink('lead@example.org', '/networks/harbour');
    const first = await bench.call(link);
    expect(first.status).toBe(302);
    expect(first.headers.get('location')).toBe(`${ORIGIN}/networks/harbour`);
    expect((await bench.call('/api/networks/harbour', { as: cookieOf(first) })).status).toBe(200);
    const second = await bench.call(link);
    expect(second.headers.getSetCookie()).toEqual([]);
    expect(second.headers.get('location')).toMatch(/\/sign-in\?error=/);
  });

  it('is stored as a hash', async () => {
    const link = await bench.services.auth.signInLink('lead@example.org', '/networks/harbour');
    const token = new URL(link).searchParams.get('token') ?? '';
    const { verification } = bench.services.db.tables;
    const stored = JSON.stringify(await bench.services.db.select().from(verification));
    expect(token).toMatch(/^\w{32}$/);
    expect(stored).toContain('lead@example.org');
    expect(stored).not.toContain(token);
  });

  it('expires within the hour', async () => {
    const link = await bench.services.auth.signInLink('lead@example.org', '/networks/harbour');
    vi.useFakeTimers({ now: Date.now() + 61 * 60_000, toFake: ['Date'] });
    const late = await bench.call(link);
    vi.useRealTimers();
    expect(late.headers.getSetCookie()).toEqual([]);
    expect(late.headers.get('location')).toMatch(/error=/);
  });

  it('goes to no other site', async () => {
    const link = await bench.services.auth.signInLink('lead@example.org', '/networks/harbour');
    const elsewhere = new URL(link);
    elsewhere.searchParams.set('callbackURL', 'https://evil.example/');
    expect((await bench.call(elsewhere.toString())).status).toBe(403);
  });

  it('is made for accounts alone', async () => {
    await expect(bench.services.auth.signInLink('nobody@example.org', '/')).rejects.toThrow(/no account/);
  });
});
