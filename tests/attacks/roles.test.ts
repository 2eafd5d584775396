import { createApi } from '@rapport/api/app';
import { agencies } from '@rapport/api/testing/agencies';
import { cookieOf, openBench, problemOf, type Bench } from '@rapport/api/testing/bench';
import { disableAccount } from '@rapport/db/accounts';
import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations, startSurveySession } from '@rapport/db/invitations';
import { revokeRole } from '@rapport/db/roles';
import type { Panel } from '@rapport/surveys/panel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument, type ApiDocument, type Operation } from './fuzz-document.ts';

let bench: Bench;
let document: ApiDocument;
const cookies: Record<string, string> = {};
const now = () => bench.services.clock();
const by = () => ({ actor: 'operator', now: now() });
const ORGANISATION = 'org-of-harbour-alone';
const MEMBER = 'member-of-harbour-alone';

/** Two networks; in the first, an agency, a member and a wave with ids that the second doesn't have. */
function withOwnIds(panel: Panel): Panel {
  const { organisations, members, waves } = panel;
  const [organisation, member, wave] = [organisations[0], members[0], waves.at(-1)];
  if (!organisation || !member || !wave) throw new Error('the panel of the tests is empty');
  return {
    ...panel,
    organisations: [...organisations, { ...organisation, organisation: ORGANISATION, name: 'Alone' }],
    members: [...members, { ...member, member: MEMBER, organisation: ORGANISATION, email: null, name: 'A. Lone' }],
    waves: [
      ...waves,
      { ...wave, wave: 'wave-of-harbour-alone', label: 'Alone', opens: '2027-06-01', closes: '2027-06-20' },
    ],
    events: [
      ...panel.events,
      {
        event: 'event-of-harbour-alone',
        kind: 'meeting',
        title: 'Alone',
        starts: '2026-01-05',
        ends: null,
        notes: null,
      },
    ],
  };
}

async function survey(member: string, handedOn: boolean): Promise<string> {
  const token = `${member} ${handedOn}`;
  const added = [{ member, tokenHash: sha256(token) }];
  await createInvitations(bench.services.db, 'harbour', '2026-Q4', added, { ...by(), handedOn });
  return cookieOf(await bench.call('/api/survey/session', { json: { token } }));
}

beforeAll(async () => {
  bench = await openBench();
  const { db, auth } = bench.services;
  await bench.storePanel(withOwnIds(agencies('harbour')));
  await bench.storePanel(agencies('inland'));
  for (const role of ['lead', 'viewer', 'custodian', 'funder'] as const)
    cookies[role] = await bench.signIn(`${role}@example.org`, { harbour: [role] });
  cookies['other lead'] = await bench.signIn('other@example.org', { inland: ['lead', 'custodian'] });
  cookies['other everything'] = await bench.signIn('every@example.org', { inland: ['lead', 'custodian', 'funder'] });
  cookies.member = await survey('m-1-1', false);
  cookies['other member'] = await survey('m-2-1', false);
  cookies['handed on'] = await survey('m-3-1', true);
  const secret = 'a cookie whose time is over';
  const over = { network: 'harbour', wave: '2026-Q4', member: 'm-1-2', handedOn: false };
  await startSurveySession(db, { ...over, tokenHash: sha256(secret), expiresAt: new Date(now().getTime() - 1) }, now());
  cookies['expired member'] = `rapport.member=${secret}`;
  cookies['revoked funder'] = await bench.signIn('revoked@example.org', { harbour: ['funder'] });
  await revokeRole(db, (await auth.accountId('revoked@example.org')) ?? '', 'harbour', 'funder', by());
  cookies.disabled = await bench.signIn('disabled@example.org', { harbour: ['lead', 'custodian', 'funder'] });
  await disableAccount(db, (await auth.accountId('disabled@example.org')) ?? '', by());
  document = await readDocument(bench);
});
afterAll(() => bench?.close());

describe('the declaration', () => {
  it('has every route that answers, and none beside', () => {
    const answering = createApi(bench.services)
      .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api') && !path.includes('*'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const declared = document.operations.map(({ name }) => name).filter((name) => !name.includes('/api/auth/'));
    const undeclared = new Set(['get /api/docs', 'get /api/docs/reference.js', 'get /api/openapi.json']);
    expect([...new Set(answering)].filter((name) => !undeclared.has(name)).sort()).toEqual(declared.sort());
  });
});

describe('a link that passed through other hands', () => {
  it('reads nothing earlier back, and another member’s cookie nothing of this one', async () => {
    const form = async (who: string) =>
      (await bench.call('/api/survey', { as: cookies[who] ?? '' })).body as {
        member: { member: string };
        previousTies: object;
        submission: unknown;
      };
    const [own, other, handed] = [await form('member'), await form('other member'), await form('handed on')];
    expect([own.member.member, other.member.member]).toEqual(['m-1-1', 'm-2-1']);
    expect(Object.keys(own.previousTies).length).toBeGreaterThan(0);
    expect([handed.previousTies, handed.submission]).toEqual([{}, null]);
    expect((await bench.call('/api/survey/mine', { as: cookies['handed on'] ?? '' })).body).toMatchObject({
      waves: [],
    });
  });
});

/** Asks with ids that exist nowhere and a body that no route takes, so that nothing changes for those who are let in. */
const ask = ({ method, path }: Operation, who: string) =>
  bench.call(path.replace('{network}', 'harbour').replaceAll(/\{\w+\}/g, 'none'), {
    method: method.toUpperCase(),
    ...(cookies[who] === undefined ? {} : { as: cookies[who] }),
    ...(method === 'get' ? {} : { raw: 'x', headers: { 'content-type': 'application/octet-stream' } }),
  });

describe('the matrix of roles', () => {
  const FOR: Record<string, readonly string[]> = {
    member: ['member', 'other member', 'handed on'],
    account: ['lead', 'viewer', 'custodian', 'funder', 'other lead', 'revoked funder'],
    lead: ['lead'],
    viewer: ['lead', 'viewer', 'custodian'],
    custodian: ['custodian'],
    funder: ['funder'],
  };
  /** Answered by what the link may not read. */
  const OWN_LINK = ['delete /api/survey/submission', 'get /api/survey/mine/record', 'delete /api/survey/mine'];
  const ACCOUNTS = new Set(FOR.account);
  const MEMBERS = new Set(FOR.member);
  const EVERYBODY = ['nobody', 'expired member', 'disabled', ...MEMBERS, ...ACCOUNTS];

  function expected({ name, path, role }: Operation, who: string): string {
    if (role === 'anyone') return 'open';
    const kind = role === 'member' ? MEMBERS : ACCOUNTS;
    if (!kind.has(who)) return '401 sign-in-needed';
    if (role === 'member') return who === 'handed on' && OWN_LINK.includes(name) ? '403 not-allowed' : 'open';
    const inNetwork = path.includes('{network}');
    if (inNetwork && (who === 'other lead' || who === 'revoked funder')) return '404 not-found';
    const isFor = FOR[role]?.includes(who) || (!inNetwork && role === 'lead' && who === 'other lead');
    return isFor ? 'open' : '403 not-allowed';
  }

  it('is as declared for each of twelve kinds of caller and every route', async () => {
    const wrong: string[] = [];
    let asked = 0;
    // What ends the session that it is asked with comes last.
    const ends = ({ name }: Operation) => Number(/sign-out|survey\/mine$|account|sessions/.test(name));
    for (const operation of [...document.operations].sort((a, b) => ends(a) - ends(b)))
      for (const who of EVERYBODY) {
        const reply = await ask(operation, who);
        asked += 1;
        const want = expected(operation, who);
        const hidden = /No such network, or not yours/.test(reply.text);
        const got = problemOf(reply);
        const isOpen = !hidden && !['403 not-allowed', '401 sign-in-needed'].includes(got);
        const fits = want === 'open' ? isOpen && reply.status < 500 : got === want && (reply.status !== 404 || hidden);
        if (!fits) wrong.push(`${who}: ${operation.name} (${operation.role}) gave ${got}, not ${want}`);
      }
    expect(wrong).toEqual([]);
    expect(asked).toBe(document.operations.length * EVERYBODY.length);
  });
});

describe('the ids of another tenant', () => {
  const IDS: Record<string, string[]> = {
    id: [ORGANISATION, MEMBER, 'wave-of-harbour-alone', 'event-of-harbour-alone'],
    wave: ['wave-of-harbour-alone'],
    organisation: [ORGANISATION],
    member: [MEMBER],
  };

  it('are not there for a lead of a network beside, under its own address or the other’s', async () => {
    const { report } = (
      await bench.call('/api/networks/harbour/reports', { json: { wave: '2026-Q3' }, as: cookies.lead ?? '' })
    ).body as { report: string };
    const { share } = (
      await bench.call(`/api/networks/harbour/reports/${report}/shares`, { json: {}, as: cookies.lead ?? '' })
    ).body as { share: string };
    const account = (await bench.services.auth.accountId('viewer@example.org')) ?? '';
    const ids: Record<string, string[]> = { ...IDS, report: [report], share: [share], account: [account] };
    const before = await rowsOf('harbour');
    const within = document.operations.filter(({ path }) => /\{network\}.*\{(?!chart|name)\w+\}/.test(path));
    expect(within.length).toBeGreaterThan(15);
    const found: string[] = [];
    for (const { method, path, name } of within) {
      const [, last = 'id'] = /\{(\w+)\}[^{]*$/.exec(path) ?? [];
      for (const id of ids[last] ?? ['none'])
        for (const network of ['inland', 'harbour']) {
          const address = path
            .replace('{network}', network)
            .replaceAll(/\{(\w+)\}/g, (_, key: string) => (key === last ? id : (ids[key]?.[0] ?? 'none')));
          const reply = await bench.call(address, {
            method: method.toUpperCase(),
            as: cookies['other everything'] ?? '',
            ...(method === 'get' || method === 'delete' ? {} : { json: BODIES[name] ?? {} }),
          });
          if (reply.status !== 404)
            found.push(`${name} as ${address}: ${problemOf(reply)} ${reply.text.slice(0, 200)}`);
        }
    }
    expect(found).toEqual([]);
    expect(await rowsOf('harbour')).toBe(before);
  });

  /** What routes take that ask for more than an empty object. */
  const BODIES: Record<string, object> = {
    'put /api/networks/{network}/people/{account}/roles': { roles: ['lead'] },
    'post /api/networks/{network}/members/{id}/move': { organisation: 'org-1', from: '2026-12-01' },
    'post /api/networks/{network}/members/{id}/merge': { other: 'm-1-1' },
  };

  async function rowsOf(network: string): Promise<string> {
    const { body } = await bench.call(`/api/networks/${network}/panel`, { as: cookies.custodian ?? '' });
    return JSON.stringify(body);
  }
});
