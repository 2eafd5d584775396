import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { openBench, problemOf, type Bench } from './testing/bench.ts';

let bench: Bench;
let lead: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies('first'));
  lead = await bench.signIn('lead@example.org', { first: ['lead'] });
  const json = { slug: 'delta', name: 'Delta', timezone: 'Asia/Jakarta', locale: 'id' };
  expect((await bench.call('/api/networks', { json, as: lead })).status).toBe(201);
});
afterAll(() => bench.close());

const at = (path: string) => `/api/networks/delta/${path}`;
const get = async (path: string) => (await bench.call(at(path), { as: lead })).body;
const send = (method: string, path: string, json?: unknown) => bench.call(at(path), { method, json, as: lead });
const list = (raw: string, query = '', type = 'text/plain') =>
  bench.call(at(`roster${query}`), { raw, headers: { 'content-type': type }, as: lead });

describe('a people list', () => {
  const good = 'Clinic\tAda\tada@example.org\tid\nClinic\tBo\t\t\nDepot\t\t\t\n';

  it('is previewed without anything being saved', async () => {
    const reply = await list(`${good}\tCy\tcy@example\t\n`, '?dryRun=true');
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      dryRun: true,
      agencies: [
        { name: 'Clinic', isNew: true, people: 2 },
        { name: 'Depot', isNew: true, people: 0 },
      ],
      faults: [
        { row: 4, column: 'agency', code: 'agency-missing' },
        { row: 4, column: 'email', code: 'email-wrong', value: 'cy@example' },
      ],
    });
    expect(await get('workspace')).toMatchObject({ setUp: { organisations: 0, members: 0 } });
  });

  it('with a fault is refused as a whole', async () => {
    const reply = await list(`${good}Depot,only,commas\n`.replace('Depot\t\t\t', 'Depot\t=1\t\t'));
    expect(reply.body).toMatchObject({ status: 422, errors: [{ path: '3.name' }] });
    expect(await get('workspace')).toMatchObject({ setUp: { organisations: 0, members: 0 } });
    expect(problemOf(await list(good, '', 'application/pdf'))).toBe('415 wrong-content-type');
  });

  it('is saved, joins everybody today in the network’s zone, and knows them the next time', async () => {
    bench.setNow('2026-11-10T18:00:00Z');
    expect((await list(good)).status).toBe(201);
    expect(await get('members')).toMatchObject({
      members: [
        { member: 'm-1', organisation: 'org-1', email: 'ada@example.org', language: 'id', joined: '2026-11-11' },
        { member: 'm-2', organisation: 'org-1', name: 'Bo', email: null, joined: '2026-11-11' },
      ],
    });
    const again = await list('clinic,Somebody,ADA@example.org\nCLINIC,bo,\nDepot,Di,di@example.org', '?dryRun=true');
    expect(again.body).toMatchObject({
      agencies: [
        { organisation: 'org-1', isNew: false, people: 0 },
        { organisation: 'org-2', isNew: false, people: 1 },
      ],
      members: [{ member: 'm-3', organisation: 'org-2', name: 'Di' }],
      faults: [
        { row: 1, code: 'email-known' },
        { row: 2, code: 'person-known' },
      ],
    });
  });
});

describe('a series of waves', () => {
  it('opens one each quarter; late joiners belong to the open one', async () => {
    const reply = await send('POST', 'waves/series', { opens: '2026-11-11', days: 14, count: 3 });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      waves: [
        { wave: '2026-Q4', opens: '2026-11-11', closes: '2026-11-24', state: 'open' },
        { wave: '2027-Q1', opens: '2027-02-11', state: 'upcoming' },
        { wave: '2027-Q2', opens: '2027-05-11', state: 'upcoming' },
      ],
    });
    bench.setNow('2026-11-15T00:00:00Z');
    expect((await list('Harbour,Late,late@example.org')).status).toBe(201);
    const { organisations } = (await get('organisations')) as { organisations: { joined: string }[] };
    expect(organisations.at(-1)).toMatchObject({ name: 'Harbour', joined: '2026-11-11' });
    expect(await get('waves/2026-Q4/progress')).toMatchObject({ eligible: 3 });
  });

  it('that meets another wave adds nothing', async () => {
    const reply = await send('POST', 'waves/series', { opens: '2026-08-20', days: 85, count: 2 });
    expect(problemOf(reply)).toBe('409 conflict');
    expect((await send('POST', 'waves/series', { opens: '2026-08-20', days: 86 })).status).toBe(422);
    expect(await get('workspace')).toMatchObject({ setUp: { waves: 3 }, today: '2026-11-15' });
  });
});

describe('instruments', () => {
  const own = { ...pulse1, id: 'ours', version: 1 };

  it('may be chosen until a wave has opened, added for waves to come afterwards', async () => {
    expect(problemOf(await send('PUT', 'instrument', { instrument: own }))).toBe('409 conflict');
    expect((await send('POST', 'instruments', { instrument: own })).body).toEqual({ instrument: 'ours@1' });
    expect(await get('instruments')).toMatchObject({
      own: 'pulse@1',
      instruments: [{ id: 'pulse' }, { id: 'ours' }],
      builtIn: ['pulse@1'],
    });
    expect((await send('PATCH', 'waves/2027-Q1', { instrument: 'ours@1' })).status).toBe(200);
    const json = { slug: 'echo', name: 'Echo', timezone: 'Etc/UTC', locale: 'en' };
    await bench.call('/api/networks', { json, as: lead });
    const chosen = { method: 'PUT', json: { instrument: own }, as: lead };
    expect((await bench.call('/api/networks/echo/instrument', chosen)).body).toMatchObject({ instrument: 'ours@1' });
  });

  it('are refused when unknown, broken, or another under a built-in key', async () => {
    expect((await send('POST', 'instruments', { instrument: 'other@3' })).status).toBe(422);
    expect((await send('POST', 'instruments', { instrument: pulse1 })).status).toBe(422);
    const broken = { ...own, version: 2, items: [{ ...pulse1.items[0], scale: 'nowhere' }] };
    expect((await send('POST', 'instruments', { instrument: broken })).status).toBe(422);
  });
});
