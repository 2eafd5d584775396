import { listAudit } from '@rapport/db/audit';
import { describe, expect, it } from 'vitest';
import { cookieOf, problemOf } from '../testing/bench.ts';
import { useMailBench } from '../testing/mail-bench.ts';

const { at } = useMailBench();

describe('mails to accounts', () => {
  const origin = { origin: 'http://127.0.0.1:3000' };
  const arrived = async (count: number) => {
    for (let i = 0; i < 100 && at.server.mails.length < count; i += 1) await new Promise((go) => setTimeout(go, 20));
    return at.server.mails;
  };

  it('sign in by a link that a click uses, not a scanner', async () => {
    const ask = (email: string) =>
      at.bench.call('/api/auth/sign-in/magic-link', {
        json: { email, callbackURL: '/networks/harbour' },
        headers: origin,
      });
    expect((await ask('LEAD@example.org')).status).toBe(200);
    const [mail] = await arrived(1);
    expect([mail?.to, mail?.subject]).toEqual(['lead@example.org', 'Your link to sign in']);
    const link = new URL(mail?.links[0] ?? '');
    expect([link.pathname, link.searchParams.get('to')]).toEqual(['/sign-in/link', '/networks/harbour']);
    const token = link.searchParams.get('token') ?? '';
    const verified = await at.bench.call(`/api/auth/magic-link/verify?token=${token}&callbackURL=/networks/harbour`);
    expect(verified.status).toBe(302);
    expect((await at.bench.call('/api/networks/harbour', { as: cookieOf(verified) })).status).toBe(200);
    expect((await ask('nobody@example.org')).status).toBe(200);
    await new Promise((go) => setTimeout(go, 100));
    expect(at.server.mails).toHaveLength(1);
  });

  it('set a new password once, with a token that is stored as a hash', async () => {
    const asked = await at.bench.call('/api/auth/request-password-reset', {
      json: { email: 'lead@example.org' },
      headers: origin,
    });
    expect(asked.status).toBe(200);
    const [mail] = await arrived(1);
    const token = new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '';
    expect(token).toMatch(/^\w{24}$/);
    const { verification } = at.bench.services.db.tables;
    expect(JSON.stringify(await at.bench.services.db.select().from(verification))).not.toContain(token);
    const set = (newPassword: string) =>
      at.bench.call('/api/auth/reset-password', { json: { token, newPassword }, headers: origin });
    expect((await set('another good one')).status).toBe(200);
    expect((await set('a third one')).status).toBe(400);
    const log = await listAudit(at.bench.services.db, 'harbour');
    expect(log.filter(({ action }) => action === 'account.password')).toHaveLength(1);
    expect(problemOf(await at.bench.call('/api/networks', { as: at.lead }))).toBe('401 sign-in-needed');
    const signIn = await at.bench.call('/api/auth/sign-in/email', {
      json: { email: 'lead@example.org', password: 'another good one' },
      headers: origin,
    });
    expect(signIn.status).toBe(200);
  });
});
