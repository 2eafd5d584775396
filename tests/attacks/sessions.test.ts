import { cookieOf, ORIGIN, PASSWORD, problemOf, type Bench } from '@rapport/api/testing/bench';
import type { MailServer } from '@rapport/api/testing/mail-server';
import { disableAccount } from '@rapport/db/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAddress, openSignInBench, type SignInBench } from './sign-in-bench.ts';

let at: SignInBench;
let bench: Bench;
let mail: MailServer;
let post: SignInBench['post'];
let signIn: SignInBench['signIn'];
let isIn: SignInBench['isIn'];

beforeAll(async () => {
  at = await openSignInBench();
  ({ bench, mail, post, signIn, isIn } = at);
});
afterAll(() => at?.close());

describe('a password that its owner changes', () => {
  const change = (as: string, values: object) =>
    bench.call('/api/auth/change-password', { json: values, as, headers: { origin: ORIGIN } });

  it('ends the sessions on all other devices, whether or not that was asked for', async () => {
    await bench.signIn('changer@example.org');
    const [here, there] = [
      cookieOf(await signIn('changer@example.org', PASSWORD)),
      cookieOf(await signIn('changer@example.org', PASSWORD)),
    ];
    const values = { currentPassword: PASSWORD, newPassword: 'quite another one', revokeOtherSessions: false };
    const changed = await change(here, values);
    expect(changed.status).toBe(200);
    expect([await isIn(there), await isIn(here), await isIn(cookieOf(changed))]).toEqual([false, false, true]);
  });

  it('is not guessed on a device that was left open', async () => {
    await bench.signIn('leaver@example.org');
    const as = cookieOf(await signIn('leaver@example.org', PASSWORD));
    const all = [];
    for (let i = 0; i < 12; i += 1)
      all.push((await change(as, { currentPassword: `guess ${i}`, newPassword: 'quite another one' })).status);
    expect(all).toEqual([...Array<number>(10).fill(400), 429, 429]);
  });
});

describe('a session', () => {
  it('is a new one at each sign-in; the one that the browser had before ends', async () => {
    const first = cookieOf(await signIn('lead@example.org', PASSWORD));
    const again = await bench.call('/api/auth/sign-in/email', {
      json: { email: 'lead@example.org', password: PASSWORD },
      headers: { origin: ORIGIN, 'x-rapport-client': anAddress() },
      as: first,
    });
    const second = cookieOf(again);
    expect(second).not.toBe(first);
    expect([await isIn(first), await isIn(second)]).toEqual([false, true]);
    const link = await bench.services.auth.signInLink('lead@example.org', '/');
    const third = cookieOf(await bench.call(link, { as: second }));
    expect([await isIn(second), await isIn(third)]).toEqual([false, true]);
  });

  it('that a stranger planted becomes nobody’s', async () => {
    const planted = 'rapport.session_token=planted.AAAA';
    const cookie = cookieOf(
      await bench.call('/api/auth/sign-in/email', {
        json: { email: 'lead@example.org', password: PASSWORD },
        headers: { origin: ORIGIN, 'x-rapport-client': anAddress() },
        as: planted,
      }),
    );
    expect(cookie).not.toContain('planted');
    expect(await isIn(planted)).toBe(false);
  });

  it('stays on other devices after a sign-in, and ends everywhere at a new password and at disable', async () => {
    await bench.signIn('mover@example.org');
    const [desk, phone] = [
      cookieOf(await signIn('mover@example.org', PASSWORD)),
      cookieOf(await signIn('mover@example.org', PASSWORD)),
    ];
    expect([await isIn(desk), await isIn(phone)]).toEqual([true, true]);
    const before = mail.mails.length;
    await post('/api/auth/request-password-reset', { email: 'mover@example.org' });
    await expect.poll(() => mail.mails.slice(before).find(({ to }) => to === 'mover@example.org')).toBeDefined();
    const [link = ''] = mail.mails.slice(before).find(({ to }) => to === 'mover@example.org')?.links ?? [];
    const token = new URL(link).searchParams.get('token') ?? '';
    const reset = { token, newPassword: 'another good password' };
    expect((await post('/api/auth/reset-password', reset)).status).toBe(200);
    expect([await isIn(desk), await isIn(phone)]).toEqual([false, false]);
    expect((await post('/api/auth/reset-password', reset)).status).toBe(400);
    expect((await signIn('mover@example.org', PASSWORD)).status).toBe(401);

    const { auth, db } = bench.services;
    const id = (await auth.accountId('mover@example.org')) ?? '';
    const third = cookieOf(await signIn('mover@example.org', 'another good password'));
    await auth.setPassword(id, 'a third good password');
    expect(await isIn(third)).toBe(false);
    const fourth = cookieOf(await signIn('mover@example.org', 'a third good password'));
    await disableAccount(db, id, { actor: 'operator', now: new Date() });
    expect(await isIn(fourth)).toBe(false);
    expect((await signIn('mover@example.org', 'a third good password')).headers.getSetCookie()).toEqual([]);
  });
});

describe('what better-auth could do beside', () => {
  let as: string;
  beforeAll(async () => void (as = cookieOf(await signIn('lead@example.org', PASSWORD))));

  it.each([
    ['post', '/sign-up/email', { email: 'new@example.org', password: PASSWORD, name: 'New' }],
    ['post', '/change-email', { newEmail: 'other@example.org' }],
    ['post', '/update-user', { name: 'x'.repeat(100_000) }],
    ['post', '/delete-user', {}],
    ['post', '/verify-password', { password: PASSWORD }],
    ['get', '/list-sessions', undefined],
    ['post', '/revoke-sessions', {}],
    ['get', '/list-accounts', undefined],
    ['get', '/reset-password/abc?callbackURL=/', undefined],
    ['post', '/sign-in/social', { provider: 'google' }],
    ['get', '/error', undefined],
    ['get', '/ok', undefined],
    ['post', '/sign-in/email/', { email: 'lead@example.org', password: PASSWORD }],
    ['post', '//sign-in/email', { email: 'lead@example.org', password: PASSWORD }],
  ])('%s %s is not there', async (method, path, json) => {
    const reply = await bench.call(`/api/auth${path}`, {
      method: method.toUpperCase(),
      as,
      headers: { origin: ORIGIN },
      ...(json && { json }),
    });
    expect(problemOf(reply)).toBe('404 not-found');
  });
});
