import { readPanelFiles } from '@rapport/surveys/panel-files';
import type { Panel } from '@rapport/surveys/panel';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { listAudit } from '../audit.ts';
import { NotFound, SlugTaken } from '../errors.ts';
import { importPanel } from '../import-panel.ts';
import { migrate } from '../migrate.ts';
import { open } from '../open.ts';
import { closedWaves, readPanel, readRevision } from '../panel.ts';
import { submitResponse } from '../responses.ts';
import { onEachEngine } from '../testing/engines.ts';
import { anInstrument, aPanel, at, byLead, unique } from '../testing/factories.ts';

const openPanels = fileURLToPath(new URL('../../../shared/panels', import.meta.url));

onEachEngine((bench) => {
  const roundTrip = async (panel: Panel) => {
    await importPanel(bench.db, panel, byLead);
    return (await readPanel(bench.db, panel.network.slug)).panel;
  };

  test('a panel comes out as it went in, with ids like integers, optional columns and every order of rows', async () => {
    const panel = aPanel();
    expect(await roundTrip(panel)).toStrictEqual(panel);
  });

  test('rows in no canonical order keep theirs', async () => {
    const whole = aPanel();
    for (const [i, j] of [
      [0, 4],
      [1, 3],
      [2, 0],
    ] as const) {
      const panel = { ...aPanel(), answers: swapped(whole.answers, i, j), ties: whole.ties.toReversed() };
      expect(await roundTrip(panel)).toStrictEqual(panel);
    }
  });

  test('a submission after an import stands behind the imported rows', async () => {
    const panel = { ...aPanel(), answers: aPanel().answers.toReversed() };
    const { slug } = panel.network;
    await importPanel(bench.db, panel, byLead);
    const submission = { answers: { trust_1: 5, goals_1: 2 }, ties: {} };
    const seat = { network: slug, wave: '1', member: 'z' };
    await submitResponse(bench.db, seat, submission, {
      instrument: anInstrument(2),
      key: 'k',
      now: at('2025-06-02T00:00:00Z'),
    });
    const { answers, ties } = (await readPanel(bench.db, slug)).panel;
    expect(answers).toStrictEqual([
      ...panel.answers,
      { wave: '1', member: 'z', item: 'trust_1', value: 5 },
      { wave: '1', member: 'z', item: 'goals_1', value: 2 },
    ]);
    expect(ties).toStrictEqual(panel.ties.slice(0, 2));
  });

  test('a slug that is taken stays as it is', async () => {
    const panel = aPanel();
    await importPanel(bench.db, panel, byLead);
    const other = { ...aPanel(panel.network.slug), answers: [] };
    await expect(importPanel(bench.db, other, byLead)).rejects.toThrow(SlugTaken);
    expect((await readPanel(bench.db, panel.network.slug)).panel).toStrictEqual(panel);
  });

  test('an import that fails on the way leaves nothing and can be repeated', async () => {
    const panel = aPanel();
    const { slug } = panel.network;
    const stray = { event: 'e1', organisation: 'nobody' };
    const faulty = { ...panel, event_organisations: [...panel.event_organisations, stray] };
    await expect(importPanel(bench.db, faulty, byLead)).rejects.toThrow();
    await expect(readPanel(bench.db, slug)).rejects.toThrow(NotFound);
    expect(await listAudit(bench.db, slug)).toEqual([]);
    expect(await roundTrip(panel)).toStrictEqual(panel);
  });

  test('a submission raises the revision, which says that the panel has changed', async () => {
    const panel = aPanel();
    const { slug } = panel.network;
    await importPanel(bench.db, panel, byLead);
    const before = await readPanel(bench.db, slug);
    expect(await readRevision(bench.db, slug)).toBe(before.revision);
    const seat = { network: slug, wave: '1', member: 'z' };
    const now = at('2025-06-02T00:00:00Z');
    await submitResponse(
      bench.db,
      seat,
      { answers: { trust_1: 5 }, ties: {} },
      { instrument: anInstrument(2), key: 'k', now },
    );
    expect(await readRevision(bench.db, slug)).toBe(before.revision + 1);
  });

  test('a wave counts as closed when its last day is over in the network’s zone', async () => {
    const panel = aPanel();
    await importPanel(bench.db, panel, byLead);
    const stored = await readPanel(bench.db, panel.network.slug);
    // Jakarta is seven hours ahead of UTC all year.
    expect(closedWaves(stored, at('2025-06-30T16:59:59.999Z'))).toEqual(new Set(['2']));
    expect(closedWaves(stored, at('2025-06-30T17:00:00Z'))).toEqual(new Set(['2', '1']));
  });

  test('500 members and 120,000 answers go in and come out in seconds, with progress', async () => {
    const panel = aLargePanel(500, 20, 12);
    const steps: [number, number][] = [];
    const started = performance.now();
    await importPanel(bench.db, panel, { ...byLead, onProgress: (done, all) => steps.push([done, all]) });
    const { panel: back } = await readPanel(bench.db, panel.network.slug);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(back.answers.length).toBe(120_000);
    expect(back).toEqual(panel);
    expect(steps.length).toBeGreaterThan(20);
    expect(steps.at(-1)).toEqual([120_000 + 500 + 20 + 50, 120_000 + 500 + 20 + 50]);
    expect(steps.every(([done], i) => i === 0 || done > (steps[i - 1]?.[0] ?? 0))).toBe(true);
  });

  test('a process killed in the middle of an import leaves a clean database, and the import can be repeated', async () => {
    const url = await bench.newDatabase();
    const slug = unique('killed');
    const signal = await killedWhileImporting(url, slug);
    expect(signal).toBe('SIGKILL');
    const db = await open(url);
    try {
      await migrate(db);
      await expect(readPanel(db, slug)).rejects.toThrow(NotFound);
      for (const table of [db.tables.networks, db.tables.members, db.tables.responses, db.tables.audit])
        expect(await db.select().from(table)).toEqual([]);
      const panel = aLargePanel(50, 4, 3, slug);
      await importPanel(db, panel, byLead);
      expect((await readPanel(db, slug)).panel).toEqual(panel);
    } finally {
      await db.close();
    }
  });

  describe.runIf(existsSync(openPanels))('the open panels', () => {
    const names = existsSync(openPanels)
      ? readdirSync(openPanels).filter((name) => existsSync(`${openPanels}/${name}/network.json`))
      : [];
    test.each(names)('%s comes out as it went in', async (name) => {
      const folder = `${openPanels}/${name}`;
      const files = readdirSync(folder).filter((file) => file !== 'expected.json');
      const { panel } = readPanelFiles(new Map(files.map((file) => [file, readFileSync(`${folder}/${file}`)])));
      if (!panel) throw new Error(`${name} can't be read`);
      expect(await roundTrip(panel)).toStrictEqual(panel);
    });
  });
});

function swapped<T>(rows: readonly T[], i: number, j: number): T[] {
  const copy = [...rows];
  const [a, b] = [rows[i], rows[j]];
  if (a === undefined || b === undefined) throw new Error('no such row');
  copy[i] = b;
  copy[j] = a;
  return copy;
}

function aLargePanel(members: number, waves: number, items: number, slug = unique('large')): Panel {
  const small = aPanel(slug);
  const month = (i: number) => `${2000 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`;
  const [instrument] = small.instruments;
  const [item] = instrument?.items ?? [];
  if (!instrument || !item) throw new Error('the small panel has an item');
  const panel: Panel = {
    ...small,
    instruments: [{ ...instrument, items: Array.from({ length: items }, (_, i) => ({ ...item, id: `i${i}` })) }],
    organisations: Array.from({ length: 50 }, (_, i) => ({
      organisation: `o${i}`,
      name: `Agency ${i}`,
      joined: '2000-01-01',
      left: null,
    })),
    members: Array.from({ length: members }, (_, i) => ({
      member: `m${i}`,
      organisation: `o${i % 50}`,
      name: null,
      email: null,
      joined: '2000-01-01',
      left: null,
    })),
    waves: Array.from({ length: waves }, (_, i) => ({
      wave: `w${i}`,
      label: `Wave ${i}`,
      opens: `${month(i)}-01`,
      closes: `${month(i)}-14`,
    })),
    answers: [],
    ties: [],
    texts: [],
    events: [],
    event_organisations: [],
    goals: [],
    declarations: [],
  };
  for (const { wave } of panel.waves)
    for (const { member } of panel.members)
      for (let i = 0; i < items; i++) panel.answers.push({ wave, member, item: `i${i}`, value: (i % 7) + 1 });
  return panel;
}

/** Imports in a child that kills itself half-way; gives the signal that ended it. */
function killedWhileImporting(url: string, slug: string): Promise<NodeJS.Signals | null> {
  const script = fileURLToPath(new URL('../testing/import-and-die.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, url, slug], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (_, signal) => resolve(signal));
  });
}
