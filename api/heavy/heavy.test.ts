import { listReleases, readRelease } from '@rapport/db/releases';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeAndFreeze } from '../close.ts';
import { agencies } from '../testing/agencies.ts';
import { openBench, type Bench } from '../testing/bench.ts';
import { madeReleaseFile } from '../export/release-file.ts';
import { leadsRelease } from '../released.ts';
import { heavy } from './heavy.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  await bench.storePanel(agencies());
});
afterEach(() => bench.close());

const inThreads = () => ({ ...bench.services, threadsOn: bench.services.config.databaseUrl });

describe('work in a thread', () => {
  it('freezes what is frozen here', async () => {
    const by = { actor: 'operator', now: bench.services.clock() };
    await closeAndFreeze(inThreads(), 'harbour', '2026-Q3', by);
    const [{ sequence } = { sequence: 0 }] = await listReleases(bench.services.db, 'harbour', 'lead');
    const there = await readRelease(bench.services.db, 'harbour', 'lead', sequence);

    await bench.close();
    bench = await openBench();
    await bench.storePanel(agencies());
    await closeAndFreeze(bench.services, 'harbour', '2026-Q3', by);
    expect(await readRelease(bench.services.db, 'harbour', 'lead', 1)).toEqual(there);
    expect(there?.waves.length).toBeGreaterThan(0);
  });

  it('writes the same file, and says what went wrong', async () => {
    const task = { network: 'harbour', after: null, format: 'json' as const };
    const file = await heavy(inThreads(), 'panelFile', task);
    expect(Buffer.from(file).equals(Buffer.from(await heavy(bench.services, 'panelFile', task)))).toBe(true);
    await expect(heavy(inThreads(), 'panelFile', { ...task, network: 'nowhere' })).rejects.toThrow(
      /panelFile.*nowhere/s,
    );
  });

  it('is done once for all who ask meanwhile, and anew for who asks later', async () => {
    const release = await leadsRelease(bench.services, 'harbour');
    const ask = () => madeReleaseFile(inThreads(), 'harbour', release, { format: 'csv' });
    const [one, another] = [ask(), ask()];
    expect(another).toBe(one);
    const bytes = await one;
    expect(new TextDecoder().decode(bytes ?? undefined)).toContain('harbour');
    const later = ask();
    expect(later).not.toBe(one);
    expect(await later).toEqual(bytes);
  });
});
