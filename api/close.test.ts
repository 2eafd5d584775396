import { analyse } from '@rapport/analytics/analyse';
import { eraseMember } from '@rapport/db/erasure';
import { readPanel } from '@rapport/db/panel';
import { listReleases } from '@rapport/db/releases';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeAndFreeze, closeOverdue } from './close.ts';
import { agencies } from './testing/agencies.ts';
import { openBench, problemOf, type Bench } from './testing/bench.ts';

let bench: Bench;
let lead: string;
beforeEach(async () => {
  bench = await openBench();
  lead = '';
});
afterEach(() => bench.close());

async function storedWith(answersOfLast: boolean): Promise<void> {
  const panel = agencies();
  if (answersOfLast) {
    const copied = panel.answers.filter(({ wave }) => wave === '2026-Q3');
    const ties = panel.ties.filter(({ wave }) => wave === '2026-Q3');
    panel.answers.push(...copied.map((row) => ({ ...row, wave: '2026-Q4' })));
    panel.ties.push(...ties.map((row) => ({ ...row, wave: '2026-Q4' })));
  }
  await bench.storePanel(panel);
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
}

const close = (wave: string) => bench.call(`/api/networks/harbour/waves/${wave}/close`, { json: {}, as: lead });
const frozen = async (audience: 'lead' | 'funder' = 'lead') =>
  (await listReleases(bench.services.db, 'harbour', audience)).map(({ wave }) => wave);
interface Released {
  waves: { wave: string; scales: Record<string, { organisationMean: number | null; mean: null }> }[];
}
const analysis = async () => (await bench.call('/api/networks/harbour/analysis', { as: lead })).body as Released;

describe('closing a wave', () => {
  it('ends it now, and shows what was computed from it', async () => {
    await storedWith(true);
    expect((await analysis()).waves).toHaveLength(2);
    expect(await close('2026-Q4')).toMatchObject({ status: 200, body: { closed: '2026-11-10T12:00:00.000Z' } });
    const released = await analysis();
    const { panel } = await readPanel(bench.services.db, 'harbour');
    const exact = analyse(panel).waves[2]?.scales.trust?.organisationMean ?? NaN;
    expect(released.waves[2]?.scales.trust?.organisationMean).toBeCloseTo(exact, 1);
    expect(released.waves[2]?.scales.trust?.mean).toBeNull();
    expect(await frozen()).toEqual(['2026-Q3', '2026-Q4']);
    expect(await frozen('funder')).toEqual(['2026-Q3', '2026-Q4']);
  });

  it('again gives the same instant and freezes nothing', async () => {
    await storedWith(true);
    const first = await close('2026-Q4');
    bench.setNow('2026-11-12T12:00:00Z');
    expect((await close('2026-Q4')).body).toEqual(first.body);
    expect(await frozen()).toEqual(['2026-Q3', '2026-Q4']);
  });

  it('computes anew when a member is erased in the meantime', async () => {
    await storedWith(true);
    const { services } = bench;
    const by = { actor: 'operator', now: services.clock() };
    let erased = false;
    const db = new Proxy(services.db, {
      get: (target, key) =>
        key !== 'transact'
          ? (Reflect.get(target, key) as unknown)
          : async (...[build, mode]: Parameters<typeof target.transact>) => {
              const rows = await target.transact(build, mode);
              if (mode === 'write' || erased) return rows;
              erased = true;
              await eraseMember(target, 'harbour', 'm-1-1', by);
              return rows;
            },
    });
    await closeOverdue({ ...services, db }, 'harbour');
    expect(erased).toBe(true);
    expect(await frozen()).toEqual(['2026-Q3']);
    const kept = JSON.stringify(await services.db.select().from(services.db.tables.releases));
    expect(kept).toContain('"m-1-2"');
    expect(kept).not.toContain('"m-1-1"');
  });

  it('many times at once freezes once', async () => {
    await storedWith(true);
    const replies = await Promise.all(Array.from({ length: 10 }, () => close('2026-Q4')));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await frozen()).toEqual(['2026-Q3', '2026-Q4']);
  });

  it('is refused before it has opened', async () => {
    await storedWith(false);
    const wave = { wave: '2027-Q1', label: 'Winter', opens: '2027-02-01', closes: '2027-02-14' };
    await bench.call('/api/networks/harbour/waves', { json: wave, as: lead });
    expect(problemOf(await close('2027-Q1'))).toBe('409 conflict');
    expect(problemOf(await close('none'))).toBe('404 not-found');
  });
});

describe('a wave whose last day is over', () => {
  it('is closed and frozen on the next read', async () => {
    await storedWith(true);
    await analysis();
    bench.setNow('2026-11-15T00:00:00Z');
    expect((await analysis()).waves.map(({ wave }) => wave)).toEqual(['2026-Q2', '2026-Q3', '2026-Q4']);
    expect(await frozen()).toEqual(['2026-Q3', '2026-Q4']);
    const { body } = await bench.call('/api/networks/harbour/waves', { as: lead });
    expect(body).toMatchObject({ waves: { 2: { state: 'closed', closedAt: '2026-11-15T00:00:00.000Z' } } });
  });

  it('is closed by the clock without anybody reading', async () => {
    await storedWith(true);
    bench.setNow('2026-11-20T00:00:00Z');
    await closeOverdue(bench.services, 'harbour');
    expect(await frozen()).toEqual(['2026-Q4']);
  });
});

describe('frozen figures', () => {
  it('stay as they are when an answer to a closed wave is taken back', async () => {
    await storedWith(true);
    await close('2026-Q4');
    const before = (await analysis()).waves;
    const { responses } = bench.services.db.tables;
    await bench.services.db.delete(responses);
    await bench.call('/api/networks/harbour', { method: 'PATCH', json: { name: 'New name' }, as: lead });
    const after = await bench.call('/api/networks/harbour/analysis', { as: lead });
    expect(after.body).toMatchObject({ waves: before, context: { name: 'New name' } });
  });

  it('are made wave by wave when waves are closed one after the other', async () => {
    await storedWith(true);
    const by = { actor: 'operator', now: bench.services.clock() };
    for (const wave of ['2026-Q2', '2026-Q3', '2026-Q4']) await closeAndFreeze(bench.services, 'harbour', wave, by);
    for (const wave of ['2026-Q2', '2026-Q3']) await closeAndFreeze(bench.services, 'harbour', wave, by);
    expect(await frozen()).toEqual(['2026-Q2', '2026-Q3', '2026-Q4']);
  });

  it('are caught up with when the process died between the close and the freeze', async () => {
    await storedWith(true);
    const { waves, releases } = bench.services.db.tables;
    await close('2026-Q4');
    await bench.services.db.delete(releases);
    await bench.services.db.update(waves).set({ label: 'Same' });
    expect((await analysis()).waves).toHaveLength(3);
    expect(await frozen()).toEqual(['2026-Q4']);
    expect(await frozen('funder')).toEqual(['2026-Q4']);
  });
});

describe('a process that died between two audiences', () => {
  it('is caught up with for the one that lacks its figures', async () => {
    await storedWith(true);
    await close('2026-Q4');
    const { releases } = bench.services.db.tables;
    const leads = (await bench.services.db.select().from(releases)).filter(({ audience }) => audience === 'lead');
    await bench.services.db.delete(releases);
    await bench.services.db.insert(releases).values(leads);
    await closeOverdue(bench.services, 'harbour');
    expect(await frozen()).toEqual(['2026-Q3', '2026-Q4']);
    expect(await frozen('funder')).toEqual(['2026-Q4']);
  });
});

describe('the overview', () => {
  it('has all that the lead’s page opens with', async () => {
    await storedWith(false);
    const { body } = await bench.call('/api/networks/harbour/overview', { as: lead });
    expect(body).toMatchObject({
      network: { slug: 'harbour', roles: ['lead'] },
      role: 'lead',
      waves: [{ state: 'closed' }, { state: 'closed' }, { state: 'open' }],
      open: { wave: '2026-Q4', eligible: 12, invited: 0, opened: 0, started: 0, submitted: 0 },
      release: { format: 'rapport-analysis/1', audience: 'lead', waves: [{}, {}] },
    });
  });

  it('of a network without waves is there too, and empty', async () => {
    await storedWith(false);
    const json = { slug: 'young', name: 'Young', timezone: 'Etc/UTC', locale: 'en' };
    await bench.call('/api/networks', { json, as: lead });
    const { body } = await bench.call('/api/networks/young/overview', { as: lead });
    expect(body).toMatchObject({ waves: [], open: null, release: { waves: [], changes: [] } });
  });
});
