import { randomBytes } from 'node:crypto';
import { createAuth, type Auth } from '@rapport/api/auth';
import { readConfig } from '@rapport/api/config';
import { createLog } from '@rapport/api/log';
import { agencies } from '@rapport/api/testing/agencies';
import { sha256 } from '@rapport/db/fingerprint';
import { importPanel } from '@rapport/db/import-panel';
import { createInvitations } from '@rapport/db/invitations';
import { createMailLinks } from '@rapport/db/mail-links';
import { migrate } from '@rapport/db/migrate';
import { open, type Db } from '@rapport/db/open';
import { grantRole } from '@rapport/db/roles';
import type { Role } from '@rapport/db/tables/accounts';
import type { Panel } from '@rapport/surveys/panel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../support/server.ts';
import { everyRoute } from './every-route.ts';

const SLUG = 'harbour';
const SECRET = 'canary-secret-of-the-server-long-enough';
const PASSWORD = 'canary-password';
const ALONE = ['nobody', 'report link', 'own link', 'handed-on link', 'other member'] as const;
const ROLES = ['lead', 'viewer', 'custodian', 'funder', 'other lead'] as const;
type Who = (typeof ALONE)[number] | (typeof ROLES)[number];

/** What no page may show, and to whom it may all the same. */
const canaries = new Map<string, { is: string; shownTo: readonly Who[] }>();
const plant = (value: string, is: string, shownTo: readonly Who[] = []) => {
  canaries.set(value, { is, shownTo });
  return value;
};
const newSecret = (is: string, shownTo: readonly Who[] = []) =>
  plant(randomBytes(32).toString('base64url'), is, shownTo);
const cookies: Partial<Record<Who, string>> = {};

const OWN = { member: 'm-1-1', name: 'Canary Ownname', email: 'canary-own@example.org' };
const OTHER = { member: 'm-2-1', name: 'Canary Othername', email: 'canary-other@example.org' };
const DRAFT = 'canary draft of the member';
const CLOSED = 'canary words of a closed wave';

let server: RunningServer;
let db: Db;
let auth: Auth;
let report = { report: '', token: '' };

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function planted(panel: Panel): Panel {
  const [instrument] = panel.instruments;
  const question = instrument?.texts?.[0]?.id ?? 'comment';
  return {
    ...panel,
    members: panel.members.map((row) => ({ ...row, ...[OWN, OTHER].find(({ member }) => member === row.member) })),
    waves: panel.waves.map((row) => (row.wave === '2026-Q4' ? { ...row, opens: inDays(-2), closes: inDays(9) } : row)),
    texts: panel.members.map(({ member }) => ({
      wave: '2026-Q3',
      member,
      question,
      text: member === OWN.member ? CLOSED : 'Other words',
    })),
  };
}

/** Asks once, following nothing; what it sets is kept as the caller's cookie. */
async function ask(who: Who, path: string, json?: unknown, method = 'POST', more: Record<string, string> = {}) {
  const reply = await fetch(server.origin + path, {
    redirect: 'manual',
    ...(json === undefined ? {} : { method, body: JSON.stringify(json) }),
    headers: {
      'accept-language': 'en',
      origin: server.origin,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookies[who] === undefined ? {} : { cookie: cookies[who] }),
      ...more,
    },
  });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}
async function enter(who: Who, path: string) {
  const { headers, status } = await ask(who, path);
  const set = headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  expect(set.join(), `${who} at ${path} (${status})`).toMatch(/rapport\.(member|session_token)=/);
  cookies[who] = set.join('; ');
  for (const cookie of set) if (!/language/.test(cookie)) plant(cookie.split('=')[1] ?? '', `a cookie of ${who}`);
}
async function ok(who: Who, path: string, json: unknown, method?: string, headers?: Record<string, string>) {
  const reply = await ask(who, path, json, method, headers);
  expect(reply.status, reply.text).toBeLessThan(300);
  return JSON.parse(reply.text) as Record<string, string>;
}

async function surveyLink(who: Who, member: string, handedOn: boolean) {
  const token = newSecret(`the link of ${who}`);
  const by = { actor: 'test', now: new Date(), handedOn };
  await createInvitations(db, SLUG, '2026-Q4', [{ member, tokenHash: sha256(token) }], by);
  await enter(who, `/s/${token}`);
}

beforeAll(async () => {
  server = await startServer({ DEMO: '0', AUTH_SECRET: SECRET, LOG_LEVEL: 'trace' });
  db = await open(server.databaseUrl);
  await migrate(db);
  const by = { actor: 'test', now: new Date() };
  await importPanel(db, planted(agencies(SLUG)), by);
  await importPanel(db, agencies('inland'), by);
  auth = createAuth({
    db,
    config: readConfig({ ORIGIN: server.origin }),
    secret: SECRET,
    log: createLog('silent'),
    mail: null,
  });
  for (const who of ROLES) {
    const email = plant(`canary-${who.replace(' ', '-')}@example.org`, `the address of ${who}`, ['lead', who]);
    const account = await auth.createAccount({ email, name: `An account (${who})`, password: PASSWORD });
    const [role, network]: [Role, string] = who === 'other lead' ? ['lead', 'inland'] : [who, SLUG];
    await grantRole(db, account, network, role, by);
    await enter(who, new URL(await auth.signInLink(email, '/')).href.replace(server.origin, ''));
  }
  for (const { name, email } of [OWN, OTHER]) {
    plant(name, 'a member’s name', ['lead']);
    plant(email, 'a member’s address', ['lead']);
  }
  for (const [secret, is] of [
    [SECRET, 'the server’s secret'],
    [PASSWORD, 'a password'],
  ] as const)
    plant(secret, is);
  plant(DRAFT, 'a draft', ['own link']);
  // All of the workspace read open answers of closed waves, without names.
  plant(CLOSED, 'an open answer', ['lead', 'viewer', 'custodian', 'own link']);
  for (const purpose of ['results', 'opt-out'] as const) {
    const tokenHash = sha256(newSecret(`a link for ${purpose}`));
    await createMailLinks(db, [{ network: SLUG, wave: '2026-Q3', member: OTHER.member, tokenHash, purpose }], by.now);
  }

  await surveyLink('own link', OWN.member, false);
  await surveyLink('other member', OTHER.member, false);
  const question = agencies().instruments[0]?.texts?.[0]?.id ?? 'comment';
  const draft = { answers: { trust_1: 6 }, ties: {}, texts: { [question]: DRAFT } };
  await ok('own link', '/api/survey/draft', draft, 'PUT', { 'if-match': '"0"' });
  await surveyLink('handed-on link', OWN.member, true);

  const at = `/api/networks/${SLUG}`;
  const made = await ok('lead', `${at}/reports`, { wave: '2026-Q3' });
  const { url } = await ok('lead', `${at}/reports/${made.report}/shares`, {});
  report = {
    report: made.report ?? '',
    token: plant(url?.split('/r/')[1] ?? '', 'the link to a report', ['report link']),
  };
  const invited = { email: plant('canary-invited@example.org', 'an invited address', ['lead']), role: 'viewer' };
  const join = await ok('lead', `${at}/people/invitations`, invited);
  plant(join.url?.split('/join/')[1] ?? '', 'an invitation to a role');
});
afterAll(async () => {
  await db?.close();
  await server?.stop();
});

it('no page, seen by anybody, holds another person’s token, address or answer; nor does the log of it all', async () => {
  const values = {
    network: [SLUG],
    organisation: ['org-1'],
    member: [OWN.member, OTHER.member],
    wave: ['2026-Q3', '2026-Q4'],
    event: ['ev-1'],
    report: [report.report],
    part: ['1', '2', 'agencies', 'agency-1', 'words', 'check'],
    token: ['not-a-token'],
  };
  const pages = everyRoute(values);
  expect(pages.length).toBeGreaterThan(50);
  const leaks: string[] = [];
  const seen = new Set<string>();
  let shown = 0;
  for (const who of [...ALONE, ...ROLES]) {
    const addresses = who === 'report link' ? [`/r/${report.token}`, ...pages] : pages;
    // As HTML, and as the data that a page asks for when it is come to from another one.
    for (const path of addresses.flatMap((page) => [page, `${page === '/' ? '' : page}/__data.json`])) {
      const { status, headers, text } = await ask(who, path);
      expect(status, `${who}: ${path}`).toBeLessThan(500);
      if (status === 200) shown += 1;
      const all = `${text}\n${headers.get('location')}\n${headers.getSetCookie().join('\n')}`;
      for (const [value, { is, shownTo }] of canaries) {
        if (!all.includes(value) && !all.includes(encodeURIComponent(value))) continue;
        seen.add(`${is} by ${who}`);
        if (!shownTo.includes(who)) leaks.push(`${who} reads ${is} at ${path} (${status})`);
      }
    }
  }
  expect(leaks).toEqual([]);
  // Else nothing was looked at.
  expect(shown).toBeGreaterThan(200);
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'a member’s address by lead',
      'a draft by own link',
      'an invited address by lead',
      'the address of viewer by viewer',
      'an open answer by lead',
    ]),
  );
  const log = server.output();
  expect(log.split('\n').filter((line) => line.includes('"msg":"request"')).length).toBeGreaterThan(pages.length);
  expect([...canaries].flatMap(([value, { is }]) => (log.includes(value) ? [is] : []))).toEqual([]);
}, 240_000);
