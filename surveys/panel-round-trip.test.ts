import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultText } from './faults.ts';
import { checkPanel } from './panel-check.ts';
import { panelToExport } from './panel-export.ts';
import { panelToFiles, panelToJson, readPanelFiles, readPanelJson } from './panel-files.ts';
import { anyPanel } from './testing/any-panel.ts';
import { asBytes, smallPanel } from './testing/small-panel.ts';

describe('a panel written and read again is the same', () => {
  test('in every table at once', () => {
    expect(readPanelFiles(asBytes(panelToFiles(smallPanel()))).panel).toEqual(smallPanel());
    expect(readPanelFiles(asBytes(panelToExport(smallPanel())))).toEqual({ panel: smallPanel(), ignored: [] });
    expect(readPanelJson(panelToJson(smallPanel())).panel).toEqual(smallPanel());
  });

  test('whatever is in it', () => {
    fc.assert(
      fc.property(anyPanel, (panel) => {
        expect(checkPanel(panel).map(faultText)).toEqual([]);
        const files = readPanelFiles(asBytes(panelToExport(panel)));
        expect(files.faults?.map(faultText)).toBeUndefined();
        expect(files.panel).toEqual(panel);
        expect(readPanelJson(panelToJson(panel)).panel).toEqual(panel);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a large panel', () => {
  test('of 120,000 answers is read and checked in seconds, and says how far it is', () => {
    const base = smallPanel();
    const members = Array.from({ length: 500 }, (_, i) => ({ ...base.members[0]!, member: `m${i}` }));
    const waves = Array.from({ length: 20 }, (_, i) => ({
      ...base.waves[0]!,
      wave: `w${i}`,
      opens: `${2024 + i}-02-01`,
      closes: `${2024 + i}-02-14`,
    }));
    const items = Array.from({ length: 12 }, (_, i) => ({ ...base.instruments[0]!.items[0]!, id: `t${i}` }));
    const panel = smallPanel({
      instruments: [{ ...base.instruments[0]!, items }],
      members,
      waves,
      answers: waves.flatMap(({ wave }) =>
        members.flatMap(({ member }) => items.map(({ id }) => ({ wave, member, item: id, value: 4 }))),
      ),
      ties: [],
      texts: [],
    });
    const files = asBytes(panelToFiles(panel));
    const steps = new Set<string>();
    const started = performance.now();
    const reading = readPanelFiles(files, (_done, _total, what) => steps.add(what));
    // About 1 s on an idle core of 2020; the bound leaves room for a busy one.
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(reading.panel?.answers).toHaveLength(120_000);
    expect(steps).toContain('answers.csv');
    expect(steps).toContain('check');
  }, 60_000);
});

const PANELS = join(import.meta.dirname, '../../shared/panels');

describe.runIf(existsSync(PANELS))('the open panels', () => {
  test.each([
    ['companies', 495, 43, 4191, 0],
    ['depression', 9, 3, 18, 0],
    ['edges', 6, 4, 54, 20],
    ['platoons', 11, 4, 54, 0],
    ['rescue', 25, 25, 0, 576],
    ['students', 32, 32, 0, 6185],
    ['synthetic', 24, 12, 1351, 764],
  ])('%s is read whole, and its files come back byte for byte', (name, members, organisations, answers, ties) => {
    const folder = join(PANELS, name);
    const files = new Map(readdirSync(folder).map((file) => [file, new Uint8Array(readFileSync(join(folder, file)))]));
    const { panel, faults } = readPanelFiles(files);
    expect(faults).toBeUndefined();
    if (!panel) return;
    expect([panel.members, panel.organisations, panel.answers, panel.ties].map((rows) => rows.length)).toEqual([
      members,
      organisations,
      answers,
      ties,
    ]);
    expect(checkPanel(panel)).toEqual([]);
    const written = panelToFiles(panel);
    for (const [file, text] of written)
      if (file.endsWith('.csv')) expect(text).toBe(new TextDecoder().decode(files.get(file)));
    expect(readPanelFiles(asBytes(written)).panel).toEqual(panel);
    expect(readPanelJson(panelToJson(panel)).panel).toEqual(panel);
  });
});
