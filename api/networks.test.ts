import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { openBench, problemOf, type Bench } from './testing/bench.ts';

let bench: Bench;
let lead: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(() => bench.close());

const at = (path: string) => `/api/networks/harbour/${path}`;
const get = async (path: string) => (await bench.call(path, { as: lead })).body;
const send = (method: string, path: string, json?: unknown) => bench.call(path, { method, json, as: lead });

describe('networks', () => {
  it('are added by a lead, who then leads them', async () => {
    const json = { slug: 'delta', name: 'Delta', timezone: 'Asia/Jakarta', locale: 'id' };
    const reply = await send('POST', '/api/networks', json);
    const reminders = { afterOpening: [3, 5], beforeClose: [2] };
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({
      ...json,
      minimumCell: 5,
      instrument: 'pulse@1',
      roles: ['lead'],
      reminders,
      stillSo: true,
    });
    expect(await get('/api/networks/delta')).toEqual(reply.body);
    expect(await get('/api/networks')).toMatchObject({ networks: [{ slug: 'delta' }, { slug: 'harbour' }] });
    expect(problemOf(await send('POST', '/api/networks', json))).toBe('409 conflict');
  });

  it.each([
    ['slug', { slug: 'Two Words' }],
    ['timezone', { timezone: 'Mars/Olympus' }],
    ['minimumCell', { minimumCell: 2 }],
    ['instrument', { instrument: 'unknown@9' }],
  ])('refuse a wrong %s', async (path, wrong) => {
    const json = { slug: 'wrong', name: 'Wrong', timezone: 'Etc/UTC', locale: 'en', ...wrong };
    const reply = await send('POST', '/api/networks', json);
    expect(reply.body).toMatchObject({ status: 422, errors: [{ path }] });
  });

  it('raise their minimum cell and never lower it', async () => {
    expect((await send('PATCH', '/api/networks/harbour', { minimumCell: 6 })).body).toMatchObject({ minimumCell: 6 });
    expect(problemOf(await send('PATCH', '/api/networks/harbour', { minimumCell: 5 }))).toBe('409 conflict');
    expect((await send('PATCH', '/api/networks/harbour', { name: 'Renamed' })).body).toMatchObject({
      name: 'Renamed',
      minimumCell: 6,
    });
  });
});

describe('organisations', () => {
  const row = { organisation: 'org-9', name: 'Agency 9', joined: '2026-02-01' };

  it('are added, listed in order, changed and removed', async () => {
    expect((await send('POST', at('organisations'), row)).body).toEqual({ ...row, left: null });
    expect((await send('POST', at('organisations'), row)).status).toBe(409);
    const changed = await send('PATCH', at('organisations/org-9'), { left: '2026-09-01', named: true });
    expect(changed.body).toEqual({ ...row, left: '2026-09-01', named: true });
    const { organisations } = (await get(at('organisations'))) as { organisations: { organisation: string }[] };
    expect(organisations.map((it) => it.organisation)).toEqual([1, 2, 3, 4, 5, 6, 9].map((i) => `org-${i}`));
    expect((await send('DELETE', at('organisations/org-9'))).status).toBe(204);
    expect((await send('DELETE', at('organisations/org-9'))).status).toBe(404);
  });

  it('keep what a change leaves out', async () => {
    await send('PATCH', at('organisations/org-1'), { left: '2026-12-31' });
    expect((await send('PATCH', at('organisations/org-1'), { name: 'First' })).body).toMatchObject({
      left: '2026-12-31',
    });
    expect((await send('PATCH', at('organisations/org-1'), { left: null })).body).toMatchObject({
      name: 'First',
      left: null,
    });
  });

  it('stay while something rests on them', async () => {
    expect(problemOf(await send('DELETE', at('organisations/org-1')))).toBe('409 conflict');
  });

  it('refuse what an import would refuse', async () => {
    expect((await send('POST', at('organisations'), { ...row, name: '=SUM(A1)' })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'name' }],
    });
    expect((await send('POST', at('organisations'), { ...row, left: '2026-01-01' })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'left' }],
    });
    expect((await send('PATCH', at('organisations/org-1'), { left: '2020-01-01' })).status).toBe(422);
  });
});

describe('members', () => {
  const row = { member: 'm-9', organisation: 'org-1', name: 'New', email: 'new@example.org', joined: '2026-11-05' };

  it('that join while a wave is open join on its opening day', async () => {
    expect((await send('POST', at('members'), row)).body).toEqual({ ...row, joined: '2026-11-01', left: null });
    expect((await bench.call(at('waves/2026-Q4/progress'), { as: lead })).body).toMatchObject({ eligible: 13 });
    expect((await send('PATCH', at('members/m-9'), { language: 'id' })).body).toMatchObject({ language: 'id' });
    expect((await send('DELETE', at('members/m-9'))).status).toBe(204);
  });

  it('that join later than the wave keep their day', async () => {
    const later = { ...row, joined: '2027-01-01' };
    expect((await send('POST', at('members'), later)).body).toMatchObject({ joined: '2027-01-01' });
    await send('DELETE', at('members/m-9'));
  });

  it('belong to an agency that is there, and stay once they have answered', async () => {
    expect((await send('POST', at('members'), { ...row, organisation: 'none' })).status).toBe(404);
    expect(problemOf(await send('DELETE', at('members/m-1-1')))).toBe('409 conflict');
    expect(problemOf(await send('PATCH', at('members/m-1-1'), { joined: '2026-07-01' }))).toBe('409 conflict');
  });

  const csv = (text: string, query = '') =>
    bench.call(at(`members/import${query}`), { raw: text, as: lead, headers: { 'content-type': 'text/csv' } });
  const header = 'member,organisation,name,email,joined,left\n';

  it('are imported from CSV after a preview that saves nothing', async () => {
    const text = `${header}m-20,org-1,Ani,ani@example.org,2026-11-03,\nm-21,org-2,,,2026-01-01,\n`;
    const preview = await csv(text, '?dryRun=true');
    expect(preview).toMatchObject({ status: 200, body: { dryRun: true, faults: [] } });
    expect(await get(at('members'))).not.toMatchObject({ members: { 12: {} } });
    const added = await csv(text);
    expect(added).toMatchObject({ status: 201, body: { members: [{ member: 'm-20', joined: '2026-11-01' }, {}] } });
    expect(await get(at('members'))).toMatchObject({ members: { 13: { member: 'm-21' } } });
  });

  it('with faults are named by line, and none is added', async () => {
    const text = `${header}m-30,org-1,,,2026-01-01,\nm-1-1,org-1,,,2026-01-01,\nm-31,none,,,2026-01-01,\nm-30,org-1,,,2026-13-01,\n`;
    const preview = await csv(text, '?dryRun=true');
    expect(preview.body).toMatchObject({
      members: [{ member: 'm-30' }],
      faults: [
        { row: 3, column: 'member' },
        { row: 4, column: 'organisation' },
        { row: 5, column: 'joined' },
      ],
    });
    expect(problemOf(await csv(text))).toBe('422 invalid-values');
    expect(JSON.stringify(await get(at('members')))).not.toContain('m-30');
  });

  it('come as text/csv and nothing else', async () => {
    expect(problemOf(await send('POST', at('members/import'), {}))).toBe('415 wrong-content-type');
  });
});

describe('the log, goals and declarations', () => {
  const event = { event: 'ev-2', kind: 'meeting', title: 'Steering group', starts: '2026-09-01' };

  it('keeps entries with those who took part', async () => {
    const added = await send('POST', at('events'), { ...event, organisations: ['org-2', 'org-3'] });
    expect(added).toMatchObject({
      status: 201,
      body: { ...event, ends: null, notes: null, organisations: ['org-2', 'org-3'] },
    });
    expect((await send('PATCH', at('events/ev-2'), { notes: 'Went well' })).body).toMatchObject({
      notes: 'Went well',
      organisations: ['org-2', 'org-3'],
    });
    expect(await get(at('events'))).toMatchObject({ events: [{ event: 'ev-1' }, { event: 'ev-2' }] });
    expect((await send('POST', at('events'), { ...event, event: 'ev-3', kind: 'party' })).status).toBe(422);
    expect((await send('POST', at('events'), { ...event, event: 'ev-3', ends: '2026-08-01' })).status).toBe(422);
    expect((await send('DELETE', at('events/ev-2'))).status).toBe(204);
  });

  it('keeps agreed goals', async () => {
    const added = await send('POST', at('goals'), { from: '2026-09-01', text: 'One intake for all' });
    expect(added.status).toBe(201);
    const { goal } = added.body as { goal: string };
    expect((await send('PATCH', at(`goals/${goal}`), { text: 'One front door' })).body).toMatchObject({
      text: 'One front door',
    });
    expect(await get(at('goals'))).toMatchObject({ goals: [{ from: '2026-01-01' }, { goal, from: '2026-09-01' }] });
    expect((await send('DELETE', at(`goals/${goal}`))).status).toBe(204);
    expect((await send('DELETE', at('goals/none'))).status).toBe(404);
  });

  it('keeps declared modes that the instrument knows', async () => {
    const json = { from: '2026-06-01', by: 'network', mode: 'coordination', source: null };
    const added = await send('POST', at('declarations'), json);
    expect(added).toMatchObject({ status: 201, body: { ...json, declaration: 'network:2026-06-01' } });
    expect((await send('POST', at('declarations'), json)).status).toBe(409);
    const id = at('declarations/network:2026-06-01');
    expect((await send('PATCH', id, { source: 'Minutes' })).body).toMatchObject({ source: 'Minutes' });
    expect((await send('PATCH', id, { mode: 'merger' })).body).toMatchObject({ errors: [{ path: 'mode' }] });
    expect((await send('DELETE', id)).status).toBe(204);
    expect((await send('DELETE', at('declarations/none'))).status).toBe(404);
  });
});

describe('waves', () => {
  const wave = { wave: '2027-Q1', label: 'Winter', opens: '2027-02-01', closes: '2027-02-14' };

  it('are added, changed and removed before they have answers', async () => {
    const added = await send('POST', at('waves'), wave);
    expect(added).toMatchObject({ status: 201, body: { ...wave, state: 'upcoming', closedAt: null } });
    expect((await send('PATCH', at('waves/2027-Q1'), { closes: '2027-02-21' })).body).toMatchObject({
      closes: '2027-02-21',
    });
    expect(problemOf(await send('POST', at('waves'), { ...wave, wave: 'other' }))).toBe('409 conflict');
    expect((await send('PATCH', at('waves/2027-Q1'), { closes: '2027-01-01' })).status).toBe(422);
    expect((await send('DELETE', at('waves/2027-Q1'))).status).toBe(204);
  });

  it('show their state', async () => {
    const { waves } = (await get(at('waves'))) as { waves: { state: string }[] };
    expect(waves.map(({ state }) => state)).toEqual(['closed', 'closed', 'open']);
  });

  it('with answers stay', async () => {
    expect(problemOf(await send('DELETE', at('waves/2026-Q2')))).toBe('409 conflict');
  });
});
