import { randomBytes } from 'node:crypto';
import { codeHash } from '@rapport/api/mail/deliver';
import { agencies } from '@rapport/api/testing/agencies';
import { cookieOf, openBench, ORIGIN, PASSWORD, type Bench, type Reply } from '@rapport/api/testing/bench';
import { keepAccessCode } from '@rapport/db/access-codes';
import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import { createMailLinks } from '@rapport/db/mail-links';
import { inviteToRole } from '@rapport/db/role-invitations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const newToken = () => randomBytes(32).toString('base64url');
const seat = { network: 'harbour', wave: '2026-Q4', member: 'm-1-1' };
const CODE = '12345678';
let bench: Bench;
let lead: string;
let handedOnCookie: string;
/** One live secret of each kind, by its name. */
const secrets: Record<string, string> = {};

/** Every place that takes a secret: how it is presented, the kinds that it is for, and whether the reply says it was taken. */
interface Place {
  takes: string[];
  present(secret: string): Promise<Reply>;
  taken?(reply: Reply): boolean;
}

const asJson = (path: string, json: (secret: string) => object) => (secret: string) =>
  bench.call(path, { json: json(secret), headers: { origin: ORIGIN } });
const inPath =
  (path: string, method = 'GET', json?: object) =>
  (secret: string) =>
    bench.call(path.replace('TOKEN', encodeURIComponent(secret)), { method, ...(json && { json }) });
const inCookie = (name: string, path: string) => (secret: string) =>
  bench.call(path, { as: `${name}=${encodeURIComponent(secret)}` });
const setsSession = ({ headers }: Reply) => /session_token=[^;]/.test(headers.getSetCookie().join());

const PLACES: Record<string, Place> = {
  'cookie of an account': { takes: ['account cookie'], present: inCookie('rapport.session_token', '/api/networks') },
  'cookie of a member': {
    takes: ['member cookie', 'member cookie of another link'],
    present: inCookie('rapport.member', '/api/survey'),
  },
  'cookie of a code': {
    takes: [],
    present: (secret) =>
      bench.call('/api/auth/two-factor/verify-totp', {
        json: { code: '123456' },
        as: `rapport.two_factor=${encodeURIComponent(secret)}`,
        headers: { origin: ORIGIN },
      }),
    taken: setsSession,
  },
  'session of a survey': { takes: ['survey token'], present: asJson('/api/survey/session', (token) => ({ token })) },
  'session of results': {
    takes: ['results link'],
    present: asJson('/api/survey/results-session', (token) => ({ token })),
  },
  'opt-out shown': { takes: ['opt-out link'], present: inPath('/api/opt-out/TOKEN') },
  'opt-out': { takes: ['opt-out link'], present: inPath('/api/opt-out/TOKEN', 'POST') },
  'opt-in': { takes: ['opt-out link'], present: inPath('/api/opt-out/TOKEN', 'DELETE') },
  report: { takes: ['report token'], present: inPath('/api/reports/TOKEN') },
  'report as JSON': { takes: ['report token'], present: inPath('/api/reports/TOKEN.json') },
  'report as CSV': { takes: ['report token'], present: inPath('/api/reports/TOKEN.csv') },
  'report as PDF': { takes: ['report token'], present: inPath('/api/reports/TOKEN.pdf') },
  passphrase: {
    takes: ['report token'],
    present: inPath('/api/reports/TOKEN/passphrase', 'POST', { passphrase: 'any one' }),
  },
  'role shown': { takes: ['role invitation'], present: inPath('/api/role-invitations/TOKEN') },
  'role accepted': {
    takes: [],
    present: (secret) =>
      bench.call(`/api/role-invitations/${encodeURIComponent(secret)}/acceptance`, {
        method: 'POST',
        as: secrets['account cookie 2'] ?? '',
      }),
  },
  'first account': { takes: [], present: inPath('/api/first-account/TOKEN') },
  'sign-in link': {
    takes: ['sign-in link'],
    present: inPath('/api/auth/magic-link/verify?token=TOKEN&callbackURL=/'),
    taken: setsSession,
  },
  'new password': {
    takes: [],
    present: asJson('/api/auth/reset-password', (token) => ({ token, newPassword: 'a new password' })),
  },
  'mailed code': {
    takes: ['mailed code'],
    present: (secret) =>
      bench.call('/api/survey/code/confirmation', { json: { code: secret.slice(0, 40) }, as: handedOnCookie }),
  },
  metrics: {
    takes: ['metrics token'],
    present: (secret) => bench.call('/api/metrics', { headers: { authorization: `Bearer ${secret}` } }),
  },
};

beforeAll(async () => {
  secrets['metrics token'] = newToken();
  bench = await openBench({ environment: { METRICS_TOKEN: secrets['metrics token'] } });
  const { db, clock, secret } = bench.services;
  await bench.storePanel(agencies('harbour'));
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
  secrets['account cookie'] = decodeURIComponent(lead.split('=')[1] ?? '');
  secrets['session’s bare token'] = secrets['account cookie'].split('.')[0] ?? '';
  secrets['id of an account'] = (await bench.services.auth.accountId('lead@example.org')) ?? '';
  const by = { actor: 'test', now: clock() };
  for (const [name, handedOn] of [
    ['survey token', false],
    ['handed-on token', true],
  ] as const) {
    secrets[name] = newToken();
    const added = [{ member: seat.member, tokenHash: sha256(secrets[name]) }];
    await createInvitations(db, seat.network, seat.wave, added, { ...by, handedOn });
  }
  const open = async (token = '') => cookieOf(await bench.call('/api/survey/session', { json: { token } }));
  secrets['member cookie'] = (await open(secrets['survey token'])).split('=')[1] ?? '';
  handedOnCookie = await open(secrets['handed-on token']);
  const session = sha256(handedOnCookie.split('=')[1] ?? '');
  secrets['hash of a survey token'] = sha256(secrets['survey token'] ?? '');
  secrets['mailed code'] = CODE;
  const expiresAt = new Date(clock().getTime() + 600_000);
  await keepAccessCode(db, { session, codeHash: codeHash(secret, session, CODE), triesLeft: 100, expiresAt });
  for (const purpose of ['results', 'opt-out'] as const) {
    const token = (secrets[`${purpose} link`] = newToken());
    await createMailLinks(db, [{ ...seat, tokenHash: sha256(token), purpose }], clock());
  }
  const at = '/api/networks/harbour/reports';
  const { report } = (await bench.call(at, { json: { wave: '2026-Q3' }, as: lead })).body as { report: string };
  const { url } = (await bench.call(`${at}/${report}/shares`, { json: {}, as: lead })).body as { url: string };
  secrets['report token'] = url.split('/').at(-1) ?? '';
  secrets['id of a report'] = report;
  secrets['role invitation'] = newToken();
  const invitation = { id: 'invited', tokenHash: sha256(secrets['role invitation']), email: 'new@example.org' };
  const invitedBy = secrets['id of an account'];
  await inviteToRole(db, 'harbour', { ...invitation, role: 'viewer', language: null, invitedBy, expiresAt }, by);
  secrets['sign-in link'] =
    new URL(await bench.services.auth.signInLink('lead@example.org', '/')).searchParams.get('token') ?? '';
  secrets['set-up token'] = await bench.services.auth.setUpToken();
  secrets.password = PASSWORD;
  secrets['secret of the server'] = secret;
});
afterAll(() => bench?.close());

const isTaken = ({ taken }: Place, reply: Reply) => (taken ? taken(reply) : reply.status < 400);

describe('a secret of one kind', () => {
  it('opens nothing that takes another kind', async () => {
    const wrong: string[] = [];
    let tried = 0;
    const mayGoIn = (kind: string, { takes }: Place) =>
      takes.includes(kind) || (kind === 'handed-on token' && takes.includes('survey token'));
    for (const [place, how] of Object.entries(PLACES))
      for (const [kind, secret] of Object.entries(secrets)) {
        if (mayGoIn(kind, how)) continue;
        tried += 1;
        const reply = await how.present(secret);
        const gives = reply.headers.getSetCookie().filter((set) => !/=;/.test(set));
        if (isTaken(how, reply) || reply.status >= 500 || gives.length > 0)
          wrong.push(`${kind} as ${place}: ${reply.status} ${reply.text.slice(0, 200)} ${gives.join()}`);
      }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(300);
  });

  it('opens what it is for', async () => {
    for (const [place, how] of Object.entries(PLACES))
      for (const kind of how.takes.filter((one) => one in secrets))
        expect(isTaken(how, await how.present(secrets[kind] ?? '')), `${kind} as ${place}`).toBe(true);
  });
});

describe('a secret', () => {
  it('is nowhere in the database as it is', async () => {
    const { db } = bench.services;
    const rows = await Promise.all(Object.values(db.tables).map((table) => db.select().from(table)));
    const stored = JSON.stringify(rows);
    const plain = [
      'survey token',
      'handed-on token',
      'member cookie',
      'results link',
      'opt-out link',
      'report token',
      'role invitation',
      'sign-in link',
      'set-up token',
      'password',
      'secret of the server',
      'account cookie',
      'session’s bare token',
      'mailed code',
    ];
    for (const kind of plain) expect(stored.includes(secrets[kind] ?? '?'), kind).toBe(false);
  });
});
