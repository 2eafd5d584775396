import { SYSTEM_CHAIN, listAudit } from '@rapport/db/audit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { cookieOf, openBench, ORIGIN, PASSWORD, problemOf, type Bench, type Reply } from './testing/bench.ts';
import { totpCode } from './testing/totp.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
});
afterAll(() => bench.close());

/** As the pages ask: each caller with an address of its own, so that limits don't meet. */
let callers = 0;
const auth = (path: string, json: object, as?: string) =>
  bench.call(`/api/auth/${path}`, {
    json,
    headers: { origin: ORIGIN, 'x-rapport-client': `192.0.2.${(callers += 1)}` },
    ...(as === undefined ? {} : { as }),
  });
const signIn = (email: string, password = PASSWORD) => auth('sign-in/email', { email, password });
const account = (as: string) => bench.call('/api/account', { as });
/** The cookie that is not being taken away. */
const lastCookie = ({ headers }: Reply, name: string) =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .findLast((pair) => pair.startsWith(`rapport.${name}=`) && !pair.endsWith('=')) ?? '';

/** What the system's audit says that the account did with its way in, but for signing in. */
async function noted(email: string): Promise<string[]> {
  const { auth, db } = bench.services;
  const id = await auth.accountId(email);
  const entries = await listAudit(db, SYSTEM_CHAIN);
  return entries
    .filter(({ action, subject }) => subject === id && /^account\.(?!sign-in)/.test(action))
    .map(({ action, actor }) => `${actor === `account:${id}` ? 'itself' : actor} ${action}`);
}

describe('an account', () => {
  it('says who it is and changes name and language', async () => {
    const as = await bench.signIn('me@example.org', { harbour: ['viewer'] });
    expect((await account(as)).body).toMatchObject({
      email: 'me@example.org',
      name: 'me@example.org',
      language: null,
      secondStep: false,
      sessions: [{ current: true }],
    });
    const patch = { method: 'PATCH', json: { name: ' Ada Lee ', language: 'id' }, as };
    expect((await bench.call('/api/account', patch)).body).toMatchObject({ name: 'Ada Lee', language: 'id' });
    const wrong = { method: 'PATCH', json: { name: ' ', language: 'no tag' }, as };
    expect((await bench.call('/api/account', wrong)).body).toMatchObject({
      errors: [{ path: 'name' }, { path: 'language' }],
    });
  });

  it('changes its password, which ends its other sessions', async () => {
    const email = 'changer@example.org';
    const [here, there] = [await bench.signIn(email), await bench.signIn(email)];
    const change = (currentPassword: string, newPassword: string) =>
      auth('change-password', { currentPassword, newPassword, revokeOtherSessions: true }, here);
    expect(problemOf(await change('not it', 'another long one'))).toBe('400 invalid-password');
    expect(problemOf(await change(PASSWORD, 'short'))).toBe('400 password-too-short');
    expect((await account(there)).status).toBe(200);
    expect(await noted(email)).toEqual([]);
    const changed = await change(PASSWORD, 'another long one');
    expect((await account(cookieOf(changed))).status).toBe(200);
    for (const ended of [here, there]) expect(problemOf(await account(ended))).toBe('401 sign-in-needed');
    expect((await signIn(email)).status).toBe(401);
    expect((await signIn(email, 'another long one')).status).toBe(200);
    expect(await noted(email)).toEqual(['itself account.password']);
  });

  it('sees its sessions and ends them, its own alone', async () => {
    const email = 'mover@example.org';
    const [here, there, third] = [await bench.signIn(email), await bench.signIn(email), await bench.signIn(email)];
    const stranger = await bench.signIn('stranger@example.org');
    const { sessions } = (await account(here)).body as { sessions: { session: string; current: boolean }[] };
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, false, true]);
    const own = (await account(there)).body as typeof account & { sessions: typeof sessions };
    const id = own.sessions.find(({ current }) => current)?.session ?? '';
    const end = (as: string) => bench.call(`/api/account/sessions/${id}`, { method: 'DELETE', as });
    expect(problemOf(await end(stranger))).toBe('404 not-found');
    expect((await end(here)).status).toBe(204);
    expect(problemOf(await account(there))).toBe('401 sign-in-needed');
    expect((await account(third)).status).toBe(200);
    expect((await bench.call('/api/account/sessions', { method: 'DELETE', as: here })).status).toBe(204);
    expect(problemOf(await account(third))).toBe('401 sign-in-needed');
    expect(((await account(here)).body as { sessions: object[] }).sessions).toHaveLength(1);
  });
});

describe('a second step', () => {
  it('is asked for after a password and after a mailed link, and lets backup codes in once', async () => {
    const email = 'careful@example.org';
    let as = await bench.signIn(email, { harbour: ['lead'] });
    expect(problemOf(await auth('two-factor/enable', { password: 'not it' }, as))).toBe('400 invalid-password');
    const begun = (await auth('two-factor/enable', { password: PASSWORD }, as)).body as {
      totpURI: string;
      backupCodes: string[];
    };
    // It holds only once a first code was right.
    expect((await signIn(email)).body).toHaveProperty('user');
    expect((await auth('two-factor/verify-totp', { code: '000000' }, as)).status).toBe(401);
    expect(await noted(email)).toEqual([]);
    const code = () => totpCode(begun.totpURI, new Date());
    const on = await auth('two-factor/verify-totp', { code: code() }, as);
    as = lastCookie(on, 'session_token');
    expect((await account(as)).body).toMatchObject({ secondStep: true });

    const half = await signIn(email);
    expect(half.body).toMatchObject({ twoFactorRedirect: true });
    expect(lastCookie(half, 'session_token')).toBe('');
    const challenge = lastCookie(half, 'two_factor');
    expect(problemOf(await account(challenge))).toBe('401 sign-in-needed');
    expect(problemOf(await auth('two-factor/verify-totp', { code: '000000' }, challenge))).toBe('401 invalid-code');
    const whole = await auth('two-factor/verify-totp', { code: code() }, challenge);
    expect((await account(lastCookie(whole, 'session_token'))).status).toBe(200);

    const link = await bench.services.auth.signInLink(email, '/networks/harbour');
    const clicked = await bench.call(link);
    expect([clicked.status, clicked.headers.get('location')]).toEqual([302, '/sign-in/code?to=%2Fnetworks%2Fharbour']);
    expect(lastCookie(clicked, 'session_token')).toBe('');
    const [backup = ''] = begun.backupCodes;
    const byBackup = await auth('two-factor/verify-backup-code', { code: backup }, lastCookie(clicked, 'two_factor'));
    expect((await account(lastCookie(byBackup, 'session_token'))).status).toBe(200);
    const again = lastCookie(await signIn(email), 'two_factor');
    expect((await auth('two-factor/verify-backup-code', { code: backup }, again)).status).toBe(401);

    const { twoFactor } = bench.services.db.tables;
    const stored = JSON.stringify(await bench.services.db.select().from(twoFactor));
    expect(stored).not.toContain(new URL(begun.totpURI).searchParams.get('secret'));
    for (const one of begun.backupCodes) expect(stored).not.toContain(one);

    expect(await noted(email)).toEqual(['itself account.second-step-on']);
    expect((await auth('two-factor/disable', { password: PASSWORD }, as)).status).toBe(200);
    expect((await signIn(email)).body).toHaveProperty('user');
    const onAndOff = ['account.second-step-on', 'account.second-step-off'];
    expect(await noted(email)).toEqual(onAndOff.map((action) => `itself ${action}`));
    const lead = await bench.signIn('reader@example.org', { harbour: ['lead'] });
    const { entries } = (await bench.call('/api/networks/harbour/audit?kind=access', { as: lead })).body as {
      entries: { action: string; by: { name: string }; subject: string }[];
    };
    const read = entries.filter(({ action }) => action.startsWith('account.second-step'));
    expect(read.map(({ action, by, subject }) => [action, by.name, subject])).toEqual(
      onAndOff.toReversed().map((action) => [action, email, email]),
    );
  });
});

describe('the first account', () => {
  it('is made by the printed link, once, and leads the first network', async () => {
    const empty = await openBench();
    const token = await empty.services.auth.setUpToken();
    const { verification } = empty.services.db.tables;
    expect(JSON.stringify(await empty.services.db.select().from(verification))).not.toContain(token);
    expect((await empty.call('/api/service')).body).toMatchObject({ empty: true, first: true });
    const person = { name: 'Ada', email: 'Ada@example.org', password: PASSWORD };
    const make = (json: object) => empty.call('/api/first-account', { json });
    expect(problemOf(await make({ ...person, token: 'guess' }))).toBe('404 not-found');
    expect((await make({ ...person, token, password: 'short', name: '' })).body).toMatchObject({
      errors: [{ path: 'name' }, { path: 'password' }],
    });
    expect((await empty.call(`/api/first-account/${token}`)).status).toBe(204);
    const made = await Promise.all([make({ ...person, token }), make({ ...person, email: 'bo@example.org', token })]);
    expect(made.map(({ status }) => status).sort()).toEqual([201, 404]);
    // A link of another process that was printed at the same time is worth nothing now.
    const late = await empty.services.auth.setUpToken();
    expect(problemOf(await make({ ...person, email: 'eve@example.org', token: late }))).toBe('404 not-found');
    expect(problemOf(await empty.call(`/api/first-account/${late}`))).toBe('404 not-found');
    expect(await listAudit(empty.services.db, SYSTEM_CHAIN)).toMatchObject([{ action: 'account.first' }]);

    const email = made.map(({ body }) => (body as { email?: string }).email).find((one) => one !== undefined) ?? '';
    const as = await empty.signIn(email);
    const add = (slug: string, by = as) =>
      empty.call('/api/networks', { json: { slug, name: 'Delta', timezone: 'Etc/UTC', locale: 'en' }, as: by });
    for (const slug of ['new', 'api', 'account'])
      expect((await add(slug)).body).toMatchObject({ status: 422, errors: [{ path: 'slug' }] });
    expect((await add('delta')).status).toBe(201);
    expect(problemOf(await add('second', await empty.signIn('nobody@example.org')))).toBe('403 not-allowed');
    expect((await empty.call('/api/account/networks', { as })).body).toMatchObject({
      networks: [{ slug: 'delta', roles: ['lead'], needs: [{ need: 'set-up' }] }],
    });
    await empty.close();
  });
});

describe('the networks of an account', () => {
  it('each say what they wait for, as far as the role goes', async () => {
    const mine = async (email: string, role: 'lead' | 'viewer' | 'funder') => {
      const as = await bench.signIn(email, { harbour: [role] });
      const { networks } = (await bench.call('/api/account/networks', { as })).body as {
        networks: { needs: object[] }[];
      };
      return networks[0]?.needs;
    };
    const open = { need: 'open', label: 'Autumn', closes: '2026-11-14', eligible: 12, invited: 0, submitted: 0 };
    expect(await mine('lead@example.org', 'lead')).toEqual([open, { need: 'publish', label: 'Summer' }]);
    expect(await mine('viewer@example.org', 'viewer')).toEqual([open]);
    expect(await mine('funder@example.org', 'funder')).toEqual([]);
    bench.setNow('2026-12-01T12:00:00Z');
    expect(await mine('lead@example.org', 'lead')).toEqual([{ need: 'publish', label: 'Autumn' }, { need: 'plan' }]);
    bench.setNow('2026-11-10T12:00:00Z');
  });
});
