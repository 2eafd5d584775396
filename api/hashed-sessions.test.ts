import { sha256 } from '@rapport/db/fingerprint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBench, ORIGIN, PASSWORD, problemOf, type Bench } from './testing/bench.ts';

const headers = { origin: ORIGIN };
const tokenOf = (cookie: string) => decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';

describe('sessions of accounts', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench?.close());

  const sessions = () => bench.services.db.select().from(bench.services.db.tables.session);
  const isSignedIn = async (as: string) => (await bench.call('/api/account', { as })).status === 200;
  const get = (as: string) => bench.call('/api/auth/get-session', { as });

  it('are stored under the hash of their token, which opens nothing', async () => {
    const cookie = await bench.signIn('one@example.org');
    const rows = await sessions();
    expect(rows.map(({ token }) => token)).toContain(sha256(tokenOf(cookie)));
    expect(JSON.stringify(rows)).not.toContain(tokenOf(cookie));
    expect((await get(cookie)).body).toMatchObject({ user: { email: 'one@example.org' } });
    const own = await bench.call('/api/account', { as: cookie });
    expect((own.body as { sessions: { current: boolean }[] }).sessions).toMatchObject([{ current: true }]);
    const [name = ''] = cookie.split('=');
    const bySomebodyWithTheSecret = cookie.replace(tokenOf(cookie), sha256(tokenOf(cookie)));
    expect(await isSignedIn(bySomebodyWithTheSecret)).toBe(false);
    expect(name).toBe('rapport.session_token');
  });

  it('go on under the same token when they are prolonged, and end at sign-out', async () => {
    const { db } = bench.services;
    const { session } = db.tables;
    const cookie = await bench.signIn('two@example.org');
    const stored = async () => (await sessions()).find(({ token }) => token === sha256(tokenOf(cookie)));
    // As it is after some days of its week.
    const soon = new Date(Date.now() + 2 * 86_400_000);
    await db.update(session).set({ expiresAt: soon }).returning({ id: session.id });
    const prolonged = (await get(cookie)).headers.getSetCookie().join();
    expect(tokenOf(prolonged.split(';')[0] ?? '')).toBe(tokenOf(cookie));
    expect((await stored())?.expiresAt.getTime()).toBeGreaterThan(soon.getTime() + 86_400_000);
    expect(await isSignedIn(cookie)).toBe(true);
    expect((await bench.call('/api/auth/sign-out', { method: 'POST', as: cookie, headers })).status).toBe(200);
    expect(await stored()).toBeUndefined();
    expect(problemOf(await bench.call('/api/account', { as: cookie }))).toBe('401 sign-in-needed');
  });

  it('end with a new password, all but a new one of who set it; and one takes the place of another', async () => {
    const [first, second] = [await bench.signIn('three@example.org'), await bench.signIn('three@example.org')];
    const json = { currentPassword: PASSWORD, newPassword: 'another password altogether', revokeOtherSessions: true };
    const changed = await bench.call('/api/auth/change-password', { json, as: second, headers });
    expect(changed.status).toBe(200);
    const third = changed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect([await isSignedIn(first), await isSignedIn(second), await isSignedIn(third)]).toEqual([false, false, true]);
    const again = { json: { email: 'three@example.org', password: json.newPassword }, as: third, headers };
    const fourth = (await bench.call('/api/auth/sign-in/email', again)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect([await isSignedIn(third), await isSignedIn(fourth)]).toEqual([false, true]);
  });
});
