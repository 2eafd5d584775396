import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { panelToExport } from './panel-export.ts';
import { readPanelFiles } from './panel-files.ts';
import type { Panel } from './panel.ts';
import { smallInstrument, smallPanel } from './testing/small-panel.ts';
import { variableNames } from './wide-tables.ts';

const lines = (text: string | undefined): string[] => (text ?? '').trim().split('\n');

/** A panel whose ids and words try what programs trip over: formulas, quotes, line breaks, names of SPSS commands. */
function awkward(): Panel {
  const panel = smallPanel();
  const text = { en: `It's "quoted",\nand =more`, id: `It's "quoted",\nand =more` };
  const instrument = smallInstrument();
  const [first, ...rest] = instrument.items;
  const items = [
    { ...first!, text, labels: { 0: { en: `none, isn't`, id: `none, isn't` }, 10: { en: 'all', id: 'semua' } } },
    ...rest,
  ];
  const renamed = new Map(
    panel.members.map(({ member }, at) => [member, at === 0 ? '=m-1' : at === 1 ? "'@m" : member]),
  );
  const of = <Row extends { member: string }>(rows: Row[]): Row[] =>
    rows.map((row) => ({ ...row, member: renamed.get(row.member) ?? row.member }));
  return {
    ...panel,
    instruments: [{ ...instrument, items }],
    members: of(panel.members),
    answers: of(panel.answers),
    ties: of(panel.ties),
    texts: of(panel.texts),
  };
}

describe('names of variables', () => {
  test('are what statistics programs take, and no two are alike', () => {
    const item = smallInstrument().items[0]!;
    const ids = ['trust_1', 'Trust_1', '1a', 'a b', 'a-b', 'with', 'wave', '…', 'é'];
    const names = variableNames([smallInstrument({ items: ids.map((id) => ({ ...item, id })) })]);
    const made = ids.map((id) => names.get(`items ${id}`) ?? '');
    expect(made).toEqual(['trust_1', 'Trust_1_2', 'q_1a', 'a_b', 'a_b_2', 'with_2', 'wave_2', 'q_', 'q__2']);
  });
});

describe('wide tables', () => {
  test('hold every answer and rating once, one row for each response', () => {
    const panel = smallPanel();
    const files = panelToExport(panel);
    const filled = (file: string, keys: number): string[] =>
      lines(files.get(file))
        .slice(1)
        .flatMap((line) => line.split(',').slice(keys).filter(Boolean));
    expect(filled('responses.csv', 3).sort()).toEqual(panel.answers.map(({ value }) => String(value)).sort());
    expect(filled('ratings.csv', 5).sort()).toEqual(panel.ties.map(({ value }) => String(value)).sort());
    expect(lines(files.get('responses.csv'))).toHaveLength(
      1 + new Set(panel.answers.map(({ wave, member }) => `${wave} ${member}`)).size,
    );
  });

  test('come with SPSS syntax that names every column of the file in its order, each command ended once', () => {
    const files = panelToExport(awkward());
    for (const name of ['responses', 'ratings']) {
      const syntax = lines(files.get(`${name}.sps`));
      const from = syntax.indexOf('  /VARIABLES=') + 1;
      const declared = syntax.slice(from, syntax.indexOf('  .', from)).map((line) => line.trim().split(' ')[0]);
      expect(declared.join(',')).toBe(lines(files.get(`${name}.csv`))[0]);
      expect(Math.max(...syntax.map((line) => new TextEncoder().encode(line).length))).toBeLessThanOrEqual(320);
      for (const line of syntax) expect((line.match(/'/g) ?? []).length % 2, line).toBe(0);
    }
    expect(files.get('responses.sps')).toContain(`'It''s "quoted", and =more'`);
    expect(files.get('responses.sps')).toContain(`0 'none, isn''t'`);
  });
});

test('no cell of any CSV file begins as a formula, and the folder reads back to the panel', () => {
  const panel = awkward();
  const files = panelToExport(panel);
  for (const [name, text] of files)
    if (name.endsWith('.csv'))
      for (const cell of (parse(text) as string[][]).flat()) expect(cell, name).not.toMatch(/^[=+@\t]|^-[^\d.]/);
  const bytes = new Map([...files].map(([name, text]) => [name, new TextEncoder().encode(text)]));
  expect(readPanelFiles(bytes)).toEqual({ panel, ignored: [] });
});

const hasR = spawnSync('Rscript', ['--version']).status === 0;
describe.runIf(hasR)('panel.R', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-panel-r-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const inR = (panel: Panel, expression: string) => {
    for (const [name, text] of panelToExport(panel)) writeFileSync(join(folder, name), text);
    const run = spawnSync('Rscript', ['-e', `source("panel.R"); cat(${expression}, sep = "\\n")`], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { ...run, said: run.stdout.trim().split('\n') };
  };

  test('loads the folder with ids, dates, numbers and the order of waves as they are', () => {
    const panel = awkward();
    const { said, stderr, status } = inR(
      panel,
      `nrow(panel$answers), sum(panel$answers$value), nrow(panel$ties), sum(panel$ties$value), panel$members$member[1:2],
       class(panel$waves$opens), levels(panel$answers$wave), sum(as.matrix(panel$responses[-(1:3)]), na.rm = TRUE),
       sum(as.matrix(panel$ratings[-(1:5)]), na.rm = TRUE)`,
    );
    const sum = (rows: { value: number }[]) => String(rows.reduce((total, { value }) => total + value, 0));
    expect(`${status} ${stderr}`).toMatch(/^0 /);
    expect(said).toEqual([
      String(panel.answers.length),
      sum(panel.answers),
      String(panel.ties.length),
      sum(panel.ties),
      '=m-1',
      "'@m",
      'Date',
      ...panel.waves.map(({ wave }) => wave),
      sum(panel.answers),
      sum(panel.ties),
    ]);
  });

  test('stops when an answer is of nobody', () => {
    const panel = smallPanel();
    const { status, stderr } = inR({ ...panel, members: panel.members.slice(1) }, '1');
    expect(status).not.toBe(0);
    expect(stderr).toContain('unknown');
  });
});
