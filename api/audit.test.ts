import { listAudit, verifyAudit } from '@rapport/db/audit';
import { eraseMember } from '@rapport/db/erasure';
import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import { pseudonymOf } from '@rapport/db/pseudonyms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { cookieOf, openBench, problemOf, type Bench } from './testing/bench.ts';

let bench: Bench;
let lead: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(() => bench.close());

interface Entry {
  seq: number;
  action: string;
  by: { kind: string; name: string | null };
  subject: string | null;
  role: string | null;
}
const log = async (query = '') =>
  (await bench.call(`/api/networks/harbour/audit${query}`, { as: lead })).body as {
    entries: Entry[];
    next: number | null;
  };

describe('the audit', () => {
  it('tells the lead of sign-ins, views, exports and changes, each by name', async () => {
    const at = '/api/networks/harbour';
    await bench.call(`${at}/members`, { as: lead });
    await bench.call(`${at}/members`, { as: lead });
    await bench.call(`${at}/export?format=csv`, { as: lead });
    await bench.call(`${at}/members/m-2-1`, { method: 'PATCH', json: { name: 'Other' }, as: lead });
    const invited = await bench.call(`${at}/waves/2026-Q4/invitations`, { json: { members: ['m-1-1'] }, as: lead });
    expect(invited.status).toBe(202);
    const { entries } = await log();
    const said = entries.map(({ action, by, subject }) => `${by.name ?? by.kind} ${action} ${subject ?? '-'}`);
    expect(said).toEqual(
      expect.arrayContaining([
        'lead@example.org account.sign-in lead@example.org',
        'lead@example.org members.view harbour',
        'lead@example.org release.export harbour',
        'lead@example.org member.change Other',
        'lead@example.org invitation.hand-on Person 1.1',
        'operator role.grant lead@example.org',
        'operator panel.import harbour',
        'program wave.close Spring',
      ]),
    );
    expect(
      entries.filter(({ action }) => action === 'members.view'),
      'once an hour',
    ).toHaveLength(1);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq).sort((a, b) => b - a));
    const people = await log('?kind=people');
    expect(people.entries.map(({ action }) => action)).toEqual(['member.change']);
    expect(problemOf(await bench.call(`${at}/audit?kind=none`, { as: lead }))).toBe('422 invalid-values');
  });

  it('says nothing of what members do at their forms', async () => {
    const { links } = (
      await bench.call('/api/networks/harbour/waves/2026-Q4/invitations', { json: { members: ['m-3-1'] }, as: lead })
    ).body as { links: { url: string }[] };
    const token = links[0]?.url.split('/').at(-1);
    const session = await bench.call('/api/survey/session', { json: { token } });
    const member = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const answers = { trust_1: 4, trust_2: 4, trust_3: 4 };
    const sent = { json: { answers, ties: {} }, headers: { 'idempotency-key': 'k' }, as: member };
    expect((await bench.call('/api/survey/submission', sent)).status).toBeLessThan(500);
    const { entries } = await log();
    expect(
      entries.filter(({ action, by }) => /^(response|session|mail)\./.test(action) || by.kind === 'member'),
    ).toEqual([]);
  });

  it('notes once an hour that a member’s link was opened and their record taken out, by pseudonym, for no lead', async () => {
    const { db, clock } = bench.services;
    const tokens = ['mailed to m-5-1', 'handed on to m-5-1'];
    for (const [handedOn, token] of tokens.entries())
      await createInvitations(db, 'harbour', '2026-Q4', [{ member: 'm-5-1', tokenHash: sha256(token) }], {
        ...{ actor: 'operator', now: clock(), handedOn: Boolean(handedOn) },
      });
    const open = async (token = '') => cookieOf(await bench.call('/api/survey/session', { json: { token } }));
    const [own] = [await open(tokens[0]), await open(tokens[0]), await open(tokens[1])];
    for (const format of ['json', 'csv']) await bench.call(`/api/survey/mine/record?format=${format}`, { as: own });
    const name = await pseudonymOf(db, 'harbour', 'm-5-1');
    const noted = async () =>
      (await listAudit(db, 'harbour')).filter(({ action }) => /^(member\.sign-in|record)/.test(action));
    const said = (await noted()).map(({ actor, action, subject, detail }) => ({ actor, action, subject, detail }));
    const by = { actor: `member:${name}`, subject: name };
    expect(said.filter(({ subject }) => subject === name)).toEqual([
      { ...by, action: 'member.sign-in', detail: { wave: '2026-Q4', handedOn: false } },
      { ...by, action: 'member.sign-in', detail: { wave: '2026-Q4', handedOn: true } },
      { ...by, action: 'record.export', detail: { format: 'json' } },
    ]);
    expect(JSON.stringify(await noted())).not.toMatch(/m-5-1|Person|@/);
    const before = (await noted()).length;
    bench.setNow('2026-11-10T13:00:01Z');
    await open(tokens[0]);
    bench.setNow('2026-11-10T12:00:00Z');
    expect(await noted()).toHaveLength(before + 1);
    expect(
      (await log()).entries.filter(({ action }) => /sign-in|record/.test(action) && !/^account/.test(action)),
    ).toEqual([]);
  });

  it('forgets who was erased, and stays whole', async () => {
    const by = { actor: 'operator', now: bench.services.clock() };
    await eraseMember(bench.services.db, 'harbour', 'm-2-1', by);
    const { entries } = await log('?kind=people');
    expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
      ['member.erase', null],
      ['member.change', null],
    ]);
    expect((await verifyAudit(bench.services.db, 'harbour')).broken).toBeNull();
  });

  it('is read page by page', async () => {
    for (let i = 0; i < 60; i += 1) await bench.call('/api/networks/harbour/export?format=csv', { as: lead });
    const first = await log('?kind=data');
    expect(first.entries).toHaveLength(50);
    const second = await log(`?kind=data&before=${first.next ?? ''}`);
    expect(second.next).toBeNull();
    const all = [...first.entries, ...second.entries].map(({ seq }) => seq);
    expect(new Set(all).size).toBe(63);
  });

  it('is for leads alone', async () => {
    const viewer = await bench.signIn('viewer@example.org', { harbour: ['viewer'] });
    expect(problemOf(await bench.call('/api/networks/harbour/audit', { as: viewer }))).toBe('403 not-allowed');
  });
});

describe('retention', () => {
  it('shows whom it would erase before it is set, and erases nobody by being asked', async () => {
    const at = '/api/networks/harbour';
    await bench.call(`${at}/members/m-4-1`, { method: 'PATCH', json: { left: '2026-10-01' }, as: lead });
    const retention = async (query = '') => (await bench.call(`${at}/retention${query}`, { as: lead })).body;
    expect(await retention()).toEqual({ months: null, due: [] });
    expect(await retention('?months=1')).toEqual({
      months: null,
      due: [{ member: 'm-4-1', organisation: 'org-4', name: 'Person 4.1', left: '2026-10-01', due: '2026-11-01' }],
    });
    expect(await retention('?months=2')).toEqual({ months: null, due: [] });
    const set = await bench.call(`${at}/retention`, { method: 'PUT', json: { months: 2 }, as: lead });
    expect(set.body).toEqual({ months: 2, due: [] });
    expect(problemOf(await bench.call(`${at}/retention`, { method: 'PUT', json: { months: 0 }, as: lead }))).toBe(
      '422 invalid-values',
    );
    expect(await retention()).toEqual({ months: 2, due: [] });
  });
});

describe('metrics', () => {
  it('are there for who has the token, and name no address', async () => {
    const counting = await openBench({ environment: { METRICS_TOKEN: 'the token of the tests' } });
    try {
      await counting.call('/api/survey/session', { json: { token: 'canary-token' } });
      const read = (authorization?: string) =>
        counting.call('/api/metrics', { headers: authorization === undefined ? {} : { authorization } });
      expect(problemOf(await read())).toBe('401 sign-in-needed');
      expect(problemOf(await read('Bearer another token of tests'))).toBe('401 sign-in-needed');
      const reply = await read('Bearer the token of the tests');
      expect(reply.headers.get('content-type')).toContain('text/plain');
      expect(reply.text).toMatch(
        /rapport_http_request_seconds_count\{method="POST",route="\/api\/survey\/session",status="404"\} 1/,
      );
      expect(reply.text).toMatch(/^process_cpu_seconds_total /m);
      expect(reply.text).not.toContain('canary');
      expect(problemOf(await bench.call('/api/metrics'))).toBe('404 not-found');
    } finally {
      await counting.close();
    }
  });
});
