import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { updateMember } from '@rapport/db/members';
import { updateNetwork } from '@rapport/db/networks';
import { addMonths, listDueForErasure } from '@rapport/db/retention';
import { databaseAt } from '@rapport/db/testing/test-database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDueJobs } from '../jobs/run.ts';
import { agencies } from '../testing/agencies.ts';
import { openBench, type Bench } from '../testing/bench.ts';
import { dailyHandlers, lastHour, planDaily } from './daily.ts';
import { restoreBackup } from './restore-backup.ts';

describe('the hour of the day', () => {
  const at = (now: string, hour = 2, zone = 'Europe/Berlin') => lastHour(hour, new Date(now), zone).toISOString();

  // Checked with GNU date: TZ=Europe/Berlin date -d '2026-06-15 02:00' -u
  it.each([
    ['2026-06-15T00:00:00Z', '2026-06-15T00:00:00.000Z'],
    ['2026-06-14T23:59:59Z', '2026-06-14T00:00:00.000Z'],
    ['2026-06-17T12:00:00Z', '2026-06-17T00:00:00.000Z'],
    // 29 March has no 02:00 in Berlin: the clock goes from 01:59 to 03:00
    ['2026-03-29T12:00:00Z', '2026-03-29T01:00:00.000Z'],
    ['2026-03-30T12:00:00Z', '2026-03-30T00:00:00.000Z'],
    // 25 October has it twice: it counts once
    ['2026-10-25T00:30:00Z', '2026-10-25T00:00:00.000Z'],
    ['2026-10-25T12:00:00Z', '2026-10-25T00:00:00.000Z'],
    ['2026-10-26T12:00:00Z', '2026-10-26T01:00:00.000Z'],
  ])('at %s it was last two at %s', (now, last) => expect(at(now)).toBe(last));
});

describe('once a day', () => {
  let bench: Bench;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-daily-'));
    bench = await openBench({ environment: { BACKUP_DIR: join(folder, 'backups'), BACKUP_KEEP: '2' } });
    await bench.storePanel(agencies());
  });
  afterEach(async () => {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pass = async () => {
    await Promise.all([planDaily(bench.services), planDaily(bench.services)]);
    return runDueJobs(bench.services, dailyHandlers(bench.services));
  };
  const backups = () => readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.backup'));

  it('a backup is made, however many look, and after days asleep one; the oldest go', async () => {
    expect(await pass()).toBe(2);
    expect(await pass()).toBe(0);
    expect(backups()).toEqual(['rapport-2026-11-10T12-00-00Z.backup']);
    bench.setNow('2026-11-10T11:00:00Z');
    expect(await pass(), 'the clock goes back').toBe(0);
    bench.setNow('2026-11-15T12:00:00Z');
    expect(await pass(), 'five days later').toBe(2);
    expect(await pass()).toBe(0);
    expect(backups()).toHaveLength(2);
    bench.setNow('2026-11-16T12:00:00Z');
    await pass();
    expect(backups()).toEqual(['rapport-2026-11-15T12-00-00Z.backup', 'rapport-2026-11-16T12-00-00Z.backup']);

    const restored = await restoreBackup(join(folder, 'backups', backups()[0] ?? ''), {
      databaseUrl: await databaseAt(join(folder, 'clean/rapport.db')),
      ...{ passphrase: null, force: false, erased: [], by: { actor: 'operator', now: new Date() } },
    });
    expect(restored.manifest.tables.members?.rows).toBe(12);
  });

  it('people who left longer ago than the network keeps them are erased, and nobody else', async () => {
    const { db } = bench.services;
    const by = { actor: 'operator', now: new Date('2026-11-10T12:00:00Z') };
    await updateMember(db, 'harbour', 'm-1-1', { left: '2026-10-01', person: 'm-1-1' }, by);
    await updateMember(db, 'harbour', 'm-1-2', { left: '2026-10-02' }, by);
    await updateMember(db, 'harbour', 'm-2-1', { left: '2026-10-01', person: 'p' }, by);
    await updateMember(db, 'harbour', 'm-3-1', { person: 'p' }, by);
    const due = (now: string) => listDueForErasure(db, 'harbour', 6, new Date(now));
    expect(await due('2027-03-31T23:59:59Z')).toEqual([]);
    expect(await due('2027-04-01T00:00:00Z')).toMatchObject([
      { member: 'm-1-1', left: '2026-10-01', due: '2027-04-01' },
    ]);
    bench.setNow('2027-04-01T12:00:00Z');
    await pass();
    expect(await due('2027-04-01T12:00:00Z'), 'nothing is kept for a time by default').toHaveLength(1);
    await updateNetwork(db, 'harbour', { retentionMonths: 6 }, by);
    bench.setNow('2027-04-02T12:00:00Z');
    await pass();
    expect(await due('2027-04-02T12:00:00Z')).toEqual([]);
    const left = await db.select({ member: db.tables.members.member }).from(db.tables.members);
    expect(left.filter(({ member }) => member.startsWith('erased-'))).toHaveLength(2);
    expect(left.map(({ member }) => member)).toEqual(expect.arrayContaining(['m-2-1', 'm-3-1']));
    expect(existsSync(join(bench.folder, 'erasures.jsonl'))).toBe(true);
  });

  it('months end where they end', () => {
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(addMonths('2023-08-31', 6)).toBe('2024-02-29');
    expect(addMonths('2026-10-01', 15)).toBe('2028-01-01');
  });
});
