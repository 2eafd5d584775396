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
const send = (method: string, path: string, json?: unknown) => bench.call(at(path), { method, json, as: lead });
interface Member {
  member: string;
  name: string | null;
  joined: string;
}
const members = async () => ((await send('GET', 'members')).body as { members: Member[] }).members;

describe('what is done to members', () => {
  it('merges a record that was entered twice, and parts them again', async () => {
    const before = await members();
    await send('POST', 'members', { member: 'm-9', organisation: 'org-1', name: 'Person One', joined: '2026-11-05' });
    const merged = await send('POST', 'members/m-9/merge', { other: 'm-1-1' });
    expect(merged).toMatchObject({ status: 200, body: { member: { member: 'm-1-1', name: 'Person One' } } });
    expect(await members()).toHaveLength(before.length);
    const { before: rows } = merged.body as { before: Member[] };
    expect((await send('POST', 'roster/undo', { members: rows, remove: {} })).status).toBe(204);
    expect(await members()).toHaveLength(before.length + 1);
    const all = { members: ['m-9'], organisations: [] };
    expect((await send('POST', 'roster/undo', { members: [], remove: all })).status).toBe(204);
    expect(await members()).toEqual(before);
    expect(problemOf(await send('POST', 'members/m-1-1/merge', { other: 'm-1-2' })), 'both have answered').toBe(
      '409 conflict',
    );
  });

  it('says nothing of who answered by agency where agencies are small', async () => {
    const { body } = await send('GET', 'waves/2026-Q4/agencies');
    expect(body).toMatchObject({ agencies: { length: 6, 0: { name: 'Agency 1', eligible: 2, invited: 0 } } });
    expect((body as { agencies: { answered: null }[] }).agencies.map(({ answered }) => answered)).toEqual(
      Array.from({ length: 6 }, () => null),
    );
  });
});

describe('the log after a close', () => {
  interface Overview {
    release: {
      waves: { wave: string }[];
      changes: { from: string; to: string; scales: Record<string, { mean: number | null }> }[];
      events: { events: string[]; between: string[]; scales: Record<string, { change: number | null }> }[];
      context: { events: { event: string }[] };
    };
    asOf: { wave: string; frozenThen: boolean } | null;
  }
  const overview = async (query = '') => (await send('GET', `overview${query}`)).body as Overview;

  it('stands beside the figures that were frozen', async () => {
    const before = await overview();
    const [change] = before.release.changes;
    await send('POST', 'events', { event: 'late', kind: 'meeting', title: 'Late', starts: '2026-07-01' });
    const { release } = await overview();
    expect(release.waves).toEqual(before.release.waves);
    expect(release.events).toMatchObject([{ events: ['ev-1', 'late'], between: ['2026-Q2', '2026-Q3'] }]);
    expect(release.events[0]?.scales.trust?.change).toBe(change?.scales.trust?.mean);
    await send('DELETE', 'events/late');
    expect((await overview()).release.events).toEqual(before.release.events);
  });

  it('is shown as it stood after an earlier wave: what was frozen then, else a part of what was frozen later', async () => {
    const early = await overview('?wave=2026-Q2');
    expect(early).toMatchObject({ asOf: { wave: '2026-Q2', frozenThen: false }, release: { changes: [], events: [] } });
    expect(early.release.waves.map(({ wave }) => wave)).toEqual(['2026-Q2']);
    expect(await overview('?wave=2026-Q3')).toMatchObject({ asOf: { frozenThen: true } });
    expect(problemOf(await send('GET', 'overview?wave=2026-Q4')), 'an open wave').toBe('404 not-found');
  });
});
