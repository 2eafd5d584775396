import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import type { Role } from '@rapport/db/tables/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { cookieOf, openBench, problemOf, type Bench } from './testing/bench.ts';

type Who = 'nobody' | 'member' | Role | 'elsewhere';
interface Operation {
  method: string;
  path: string;
  role: string;
}

/** Who is let in by each `x-role`, written down here once more: the document and the code must both agree with it. */
const LET_IN: Record<string, readonly Who[]> = {
  anyone: ['nobody', 'member', 'lead', 'viewer', 'custodian', 'funder', 'elsewhere'],
  member: ['member'],
  account: ['lead', 'viewer', 'custodian', 'funder', 'elsewhere'],
  lead: ['lead'],
  viewer: ['lead', 'viewer', 'custodian'],
  custodian: ['custodian'],
  funder: ['funder'],
};
const EVERYBODY: readonly Who[] = LET_IN.anyone ?? [];
const OPEN_TO_ANYONE = [
  'delete /api/opt-out/{token}',
  'get /api/auth/get-session',
  'get /api/auth/magic-link/verify',
  'get /api/first-account/{token}',
  'get /api/health',
  'get /api/health/live',
  'get /api/metrics',
  'get /api/opt-out/{token}',
  'get /api/reports/{token}',
  'get /api/reports/{token}/pdf',
  'get /api/role-invitations/{token}',
  'get /api/service',
  'post /api/auth/request-password-reset',
  'post /api/auth/reset-password',
  'post /api/auth/sign-in/email',
  'post /api/auth/sign-in/magic-link',
  'post /api/auth/sign-out',
  'post /api/auth/two-factor/verify-backup-code',
  'post /api/auth/two-factor/verify-totp',
  'post /api/first-account',
  'post /api/opt-out/{token}',
  'post /api/reports/{token}/passphrase',
  'post /api/role-invitations/{token}',
  'post /api/survey/results-session',
  'post /api/survey/session',
];

let bench: Bench;
let operations: Operation[];
const cookies = new Map<Who, string>();

beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies('harbour'));
  await bench.storePanel(agencies('inland'));
  for (const role of ['lead', 'viewer', 'custodian', 'funder'] as const)
    cookies.set(role, await bench.signIn(`${role}@example.org`, { harbour: [role] }));
  cookies.set('elsewhere', await bench.signIn('elsewhere@example.org', { inland: ['lead', 'custodian'] }));
  const seat = { member: 'm-1-1', tokenHash: sha256('a member’s token') };
  const by = { actor: 'operator', now: bench.services.clock(), handedOn: false };
  await createInvitations(bench.services.db, 'harbour', '2026-Q4', [seat], by);
  const token = 'a member’s token';
  cookies.set('member', cookieOf(await bench.call('/api/survey/session', { json: { token } })));
  const { paths } = (await bench.call('/api/openapi.json')).body as {
    paths: Record<string, Record<string, { 'x-role': string }>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-role': role }]) => ({ method, path, role })),
  );
});
afterAll(() => bench.close());

/** Values that exist nowhere, so that whoever is let in changes nothing: they meet 404 by another name, 415, 422 or 400. */
const ask = ({ method, path }: Operation, who: Who) =>
  bench.call(path.replace('{network}', 'harbour').replaceAll(/\{\w+\}/g, 'none'), {
    method: method.toUpperCase(),
    ...(cookies.has(who) ? { as: cookies.get(who) ?? '' } : {}),
    ...(method === 'get' ? {} : { raw: 'x', headers: { 'content-type': 'application/octet-stream' } }),
  });

const hidden = /No such network, or not yours/;

describe('the matrix of roles', () => {
  it('has a declared role for every route, and knows them all', () => {
    expect(operations.length).toBeGreaterThan(50);
    for (const { method, path, role } of operations) expect(Object.keys(LET_IN), `${method} ${path}`).toContain(role);
  });

  it('leaves open what needs no role, and nothing else', () => {
    const open = operations.filter(({ role }) => role === 'anyone').map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toEqual(OPEN_TO_ANYONE);
  });

  it('lets in whom a route is declared for and refuses all others', async () => {
    const closed = operations.filter(({ role }) => role !== 'anyone');
    // Erasing oneself ends one's session, so it comes last.
    const inOrder = closed.sort((a, b) => Number(a.path.endsWith('/mine')) - Number(b.path.endsWith('/mine')));
    for (const operation of inOrder)
      for (const who of EVERYBODY) {
        const reply = await ask(operation, who);
        const label = `${who}: ${operation.method} ${operation.path} (${operation.role}) → ${problemOf(reply)}`;
        const inNetwork = operation.path.includes('{network}');
        if (who === 'nobody' || (who === 'member') !== (operation.role === 'member')) {
          const signedIn = who !== 'nobody' && who !== 'member';
          if (!signedIn || operation.role === 'member') {
            if (LET_IN[operation.role]?.includes(who)) expect(reply.status, label).not.toBe(401);
            else expect(problemOf(reply), label).toBe('401 sign-in-needed');
            continue;
          }
        }
        if (who === 'elsewhere' && inNetwork) {
          expect(problemOf(reply), label).toBe('404 not-found');
          expect(reply.text, label).toMatch(hidden);
        } else if (LET_IN[operation.role]?.includes(who) || (who === 'elsewhere' && operation.role === 'lead')) {
          expect([401, 403], label).not.toContain(reply.status);
          expect(reply.text, label).not.toMatch(hidden);
        } else expect(problemOf(reply), label).toBe('403 not-allowed');
      }
  });

  it('is checked before any value is: a stranger learns nothing about what a route takes', async () => {
    const json = { wave: 1 };
    expect(problemOf(await bench.call('/api/networks/harbour/waves', { json }))).toBe('401 sign-in-needed');
    const as = cookies.get('elsewhere') ?? '';
    expect(problemOf(await bench.call('/api/networks/harbour/waves', { json, as }))).toBe('404 not-found');
  });

  it('gives the same reply for another lead’s network and for none', async () => {
    const as = cookies.get('elsewhere') ?? '';
    const without = (body: unknown) => ({ ...(body as object), requestId: '' });
    const [theirs, none] = [
      await bench.call('/api/networks/harbour/overview', { as }),
      await bench.call('/api/networks/nowhere/overview', { as }),
    ];
    expect(without(theirs.body)).toEqual(without(none.body));
  });

  it('lets no cookie of one kind stand for another', async () => {
    const [, member = ''] = (cookies.get('member') ?? '').split('=');
    const [, lead = ''] = (cookies.get('lead') ?? '').split('=');
    expect((await bench.call('/api/survey', { as: `rapport.member=${lead}` })).status).toBe(401);
    expect((await bench.call('/api/networks', { as: `rapport.session_token=${member}` })).status).toBe(401);
  });
});
