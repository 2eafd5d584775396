import { leadCsv, leadXlsx } from '@rapport/api/export/lead-tables';
import { tieFiles } from '@rapport/api/export/tie-files';
import { demoPanel } from '@rapport/api/demo/demo-panel';
import { analyse } from '@rapport/analytics/analyse';
import { release, type Release } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import type { Panel } from '@rapport/surveys/panel';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { attack } from './attack.ts';
import {
  exportedFigures,
  readCsvFigures,
  readSheets,
  readXlsxFigures,
  releaseFrom,
  type ReadFigure,
} from './read-exports.ts';
import { madeUpPanel } from './made-up-panel.ts';
import { INSTRUMENTS, live, type Given } from './scenario.ts';

const LONG = process.env.RAPPORT_LONG === '1';
const SEEDS = Array.from({ length: LONG ? 200 : 4 }, (_, at) => at + 1);

/** What is learned from the figures of one kind of file, of every release that the lead was given. */
function learnedFrom(given: readonly Given[], figures: readonly ReadFigure[][]) {
  const read = given.map((one, at) => ({ ...one, ...releaseFrom(figures[at] ?? [], one.release, one.panel) }));
  return attack(
    read.map(({ panel, analysis, release: told }) => ({ panel, analysis, release: told })),
    read.flatMap(({ strange }) => strange),
  );
}

describe('an attacker who reads what leads take out', () => {
  it.each(SEEDS)(
    'learns nothing protected from XLSX, CSV or JSON, and finds in each as much as was released: panel %i',
    async (seed) => {
      const given = live(seed).lead;
      const files = await Promise.all(given.map((one) => exportedFigures(one.release)));
      const released = attack(given);
      for (const kind of ['csv', 'xlsx', 'json'] as const) {
        const result = learnedFrom(
          given,
          files.map((one) => one[kind]),
        );
        expect(result, `${kind} of panel ${seed}`).toEqual({ learned: [], figures: released.figures });
      }
    },
  );

  it('would learn who scored what from a mean of members, were one in the file', () => {
    // One agency has a single member, so that a mean of members beside that of agencies gives them away.
    const instrument = INSTRUMENTS[1]!;
    const sizes = [1, 2, 2, 2, 2, 2, 2];
    const made = { seed: 11, instrument, sizes, waves: 2, answersWave: () => true, answersItem: 1, ties: false };
    const panel = madeUpPanel(made);
    const closed = new Set(panel.waves.map(({ wave }) => wave));
    const analysis = analyse(panel);
    const given = [{ panel, analysis, release: release(analysis, 'lead', { panel, closed, ledger: null }).release }];
    const csv = leadCsv(given[0]!.release);
    expect(learnedFrom(given, [readCsvFigures(csv)]).learned).toEqual([]);
    const leaking = `${csv.trimEnd()}\nscales,w0,,trust,,,,mean,${analysis.waves[0]?.scales.trust?.mean}\n`;
    expect(learnedFrom(given, [readCsvFigures(leaking)]).learned).toContain('trust: o0-m0 in w0');
  });
});

/** The demo with what a spreadsheet would run, and names that must not leave. */
function tricky(): { panel: Panel; release: Release; ids: string[] } {
  const panel = demoPanel({ seed: 1, today: '2026-02-10' });
  const waves = panel.waves.slice(0, 8).map(({ wave }) => wave);
  const last = waves.at(-1) ?? '';
  const question = panel.instruments[0]?.texts?.[0]?.id ?? '';
  const writers = [...new Set(panel.answers.filter(({ wave }) => wave === last).map(({ member }) => member))].slice(
    0,
    6,
  );
  panel.texts = [
    ...panel.texts.filter(({ wave }) => wave !== last && wave !== waves[0]),
    ...writers.map((member, at) => ({ wave: last, member, question, text: `${'=+-@\t\r'[at]}HYPERLINK("x")` })),
    ...writers.slice(0, 4).map((member) => ({ wave: waves[0] ?? '', member, question, text: 'too few wrote this' })),
  ];
  panel.events = panel.events.map((event) => ({ ...event, notes: '=cmd()' }));
  panel.goals = [...panel.goals, { from: '2025-06-01', text: '@SUM(A1)' }];
  const closed = new Set(waves);
  const out = release(analyse(closedPanel(panel, closed)), 'lead', { panel, closed, ledger: null }).release;
  return {
    panel,
    release: out,
    ids: panel.members.flatMap(({ member, name, email }) => [member, name, email].filter((it) => it !== null)),
  };
}

describe('the files that leads take out', () => {
  const { release: lead, ids, panel } = tricky();

  it('name no member', async () => {
    const sheets = [...readSheets(await leadXlsx(lead)).values()].flat(2);
    const cells = new Set([...sheets, ...(parse(leadCsv(lead)) as string[][]).flat()]);
    const text = [JSON.stringify(lead), leadCsv(lead), ...tieFiles(lead).values()].join('\n');
    expect(ids.length).toBeGreaterThan(20);
    expect(ids.filter((id) => cells.has(id) || text.includes(`"${id}"`))).toEqual([]);
    expect(text).not.toContain('@example');
  });

  it('hold open answers of five writers and more, none of fewer', async () => {
    const csv = leadCsv(lead);
    expect(csv.match(/HYPERLINK/g)).toHaveLength(6);
    expect(csv).not.toContain('too few wrote this');
    const sheets = readSheets(await leadXlsx(lead));
    expect(
      sheets
        .get('openAnswers')
        ?.flat()
        .filter((cell) => cell.includes('HYPERLINK')),
    ).toHaveLength(6);
  });

  it('have no cell that a spreadsheet would run', async () => {
    const cells = [
      ...(parse(leadCsv(lead)) as string[][]).flat(),
      ...[...readSheets(await leadXlsx(lead)).values()].flat(2),
      ...[...tieFiles(lead)].flatMap(([name, text]) =>
        name.endsWith('.csv') ? (parse(text) as string[][]).flat() : [],
      ),
    ];
    expect(cells.some((cell) => cell.startsWith("'="))).toBe(true);
    expect(cells.filter((cell) => /^[=+@\t\r]|^-(?!\d)/.test(cell))).toEqual([]);
  });

  it('hold ties between agencies as they were released, and no others', () => {
    const files = tieFiles(lead);
    const edges = parse(files.get('edges.csv') ?? '', { columns: true }) as Record<string, string>[];
    const ratings = lead.waves.flatMap(({ wave, network }) =>
      Object.entries(network ?? {}).flatMap(([question, it]) =>
        it.ratings.map(({ from, to, value }) => ({ wave, question, from, to, value })),
      ),
    );
    expect(edges.map((row) => [row.wave, row.question, row.source, row.target, Number(row.value)])).toEqual(
      ratings.map((row) => [row.wave, row.question, row.from, row.to, row.value]),
    );
    const aggregate = panel.instruments[0]?.ties
      .filter(({ visibility }) => visibility === 'aggregate')
      .map(({ id }) => id);
    expect(edges.filter(({ question }) => aggregate?.includes(question ?? ''))).toEqual([]);
    // What is confirmed at a level is as many pairs as the release counts.
    for (const { wave, network } of lead.waves)
      for (const { level, mutual } of network?.mode?.levels ?? [])
        expect(
          edges.filter((row) => row.wave === wave && row.confirmed !== '' && Number(row.confirmed) >= level),
        ).toHaveLength(2 * mutual);
    const graphs = [...files].filter(([name]) => name.endsWith('.graphml'));
    expect(graphs).toHaveLength(lead.waves.length);
    expect(graphs.reduce((sum, [, text]) => sum + (text.match(/<edge /g) ?? []).length, 0)).toBe(edges.length);
  });

  it('agree: the workbook has the figures of the CSV', async () => {
    const key = ({ table, about, figure, value }: ReadFigure) =>
      JSON.stringify([
        table,
        figure,
        value.replace(/\r\n?/g, '\n'),
        ...['wave', 'to', 'subject', 'level', 'organisation', 'other'].map((name) => about[name] ?? ''),
      ]);
    const csv = readCsvFigures(leadCsv(lead)).filter(({ table }) => table !== 'suppressed');
    const xlsx = readXlsxFigures(await leadXlsx(lead)).filter(({ table }) => table !== 'suppressed');
    expect(csv.length).toBeGreaterThan(1000);
    expect(xlsx.map(key).sort()).toEqual(csv.map(key).sort());
  });
});
