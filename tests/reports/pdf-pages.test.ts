import { demoPanel } from '@rapport/api/demo/demo-panel';
import { neighbourPanels } from '@rapport/api/demo/neighbours';
import { reportPdf } from '@rapport/api/pdf/report-pdf';
import { Sheet } from '@rapport/api/pdf/sheet';
import type { ReportDocument } from '@rapport/api/schemas/reports';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { describe, expect, it } from 'vitest';
import { madeUpPanel } from '../attacks/made-up-panel.ts';
import { reportOf, TODAY } from './made-reports.ts';
import { flat, readPages, type Node, type PdfPage, type Piece } from './read-pdf.ts';

const MARGIN = 54;
/** The footer stands below this height, all else above it. */
const FOOT = 50;
const LONG_NAME =
  'The Network for Coordinated Services to Families, Children and Young People of the Northern and Eastern Bays and Islands';
const paragraph =
  'We asked everyone who works with families in the bay, in person and by mail, and heard much that was new. ';

const demo = reportOf(demoPanel({ seed: 2007, today: TODAY }));
const wordy: ReportDocument = {
  ...demo,
  number: 2,
  replaces: { report: 'earlier', number: 1 },
  network: { ...demo.network, name: LONG_NAME },
  summary: `${paragraph.repeat(5)}\n\n`.repeat(20).slice(0, 10_000),
  context: paragraph.repeat(100).slice(0, 10_000),
};
const few = reportOf(
  madeUpPanel({
    seed: 3,
    instrument: pulse1,
    sizes: [2, 1, 2],
    waves: 4,
    answersWave: 0.9,
    answersItem: 1,
    ties: true,
  }),
);
const neighbour = (slug: string): ReportDocument => {
  const panel = neighbourPanels({ seed: 1, today: TODAY }).find(({ network }) => network.slug === slug);
  if (!panel) throw new Error(`no neighbour ${slug}`);
  return reportOf(panel);
};
const reports: [string, 'en' | 'id', ReportDocument][] = [
  ['the demo', 'en', demo],
  ['the demo', 'id', demo],
  ['a correction with a long name and much to say', 'en', wordy],
  ['three small agencies', 'en', few],
  ['three small agencies', 'id', few],
  ['a network that weakens', 'id', neighbour('cinder-hill')],
  ['a network with two groups', 'en', neighbour('lower-lea')],
];

const pagesOf = async (document: ReportDocument, locale: 'en' | 'id'): Promise<PdfPage[]> =>
  readPages(await reportPdf({ document: JSON.stringify(document), sha256: 'a'.repeat(64), locale }));

const inBody = ({ y }: Piece): boolean => y > FOOT;

/** Pairs of pieces that stand on each other. */
function overlaps(pieces: Piece[]): string[] {
  return pieces.flatMap((one, at) =>
    pieces
      .slice(at + 1)
      .filter(
        (other) =>
          Math.abs(one.y - other.y) < 0.7 * Math.min(one.size, other.size) &&
          one.x + one.width > other.x + 0.5 &&
          other.x + other.width > one.x + 0.5,
      )
      .map((other) => `${one.text} | ${other.text}`),
  );
}

/** The role of what is read last on a page. */
const lastRole = (tree: Node | null): string | undefined => tree?.children?.at(-1)?.role;

it.each(reports)(
  'the PDF of %s in %s has no page with anything cut, on each other, orphaned or left out',
  async (...[, locale, document]) => {
    const pages = await pagesOf(document, locale);
    pages.forEach(({ width, height, pieces, tree }, at) => {
      const where = `page ${at + 1} of ${pages.length}`;
      const body = pieces.filter(inBody);
      const outside = pieces.filter((piece) => piece.x < MARGIN - 1 || piece.x + piece.width > width - MARGIN + 1);
      expect(outside, `${where}: beyond the margins`).toEqual([]);
      expect(overlaps(pieces), `${where}: on each other`).toEqual([]);
      expect(['H1', 'H2', 'H3'], `${where}: a heading at its foot`).not.toContain(lastRole(tree));
      const foot = pieces.filter((piece) => !inBody(piece));
      expect(foot.at(-1)?.text, where).toBe(`${at + 1}/${pages.length}`);
      const lowest = Math.min(...body.map(({ y }) => y));
      const blank = (lowest - 62) / (height - 62 - MARGIN);
      if (at < pages.length - 1) expect(blank, `${where}: blank at its foot`).toBeLessThan(0.3);
      else expect(body.length, `${where}: hardly anything on it`).toBeGreaterThan(2);
    });
  },
);

describe('a table over several pages', () => {
  const rows = Array.from({ length: 95 }, (_, at) => [`Wave ${at + 1}`, String(at)]);
  const drawn = async (before: number, all = rows): Promise<{ file: Buffer; pages: PdfPage[] }> => {
    const sheet = new Sheet({ title: 'Table', lang: 'en', author: 'Test', date: new Date(0) });
    sheet.gap(before);
    sheet.h3('Its heading');
    sheet.table(
      'What it shows',
      [
        { title: 'Wave', share: 1 },
        { title: 'Figure', share: 1, right: true },
      ],
      all,
    );
    const file = await sheet.end('Foot');
    return { file, pages: await readPages(file) };
  };
  const textOf = ({ pieces }: PdfPage): string[] => pieces.filter(inBody).map(({ text }) => text);

  it('repeats its head on each page for the eye, and has it once for the ear', async () => {
    const { file, pages } = await drawn(0);
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages.slice(1)) expect(textOf(page).slice(0, 2)).toEqual(['Wave', 'Figure']);
    expect(pages.flatMap(textOf).filter((text) => /^\d+$/.test(text))).toEqual(rows.map(([, figure]) => figure));
    const nodes = pages.flatMap(({ tree }) => flat(tree));
    expect(nodes.filter(({ role }) => role === 'THead')).toHaveLength(1);
    expect(nodes.filter(({ role }) => role === 'TR')).toHaveLength(rows.length + 1);
    const table = flat(pages[0]?.tree ?? null).find(({ role }) => role === 'Table');
    expect(table?.children?.map(({ role }) => role)).toEqual(['Caption', 'THead', 'TBody']);
    const raw = file.toString('latin1');
    expect(raw.match(/\/Scope \/Column/g)).toHaveLength(2);
    expect(raw.match(/\/Scope \/Row/g)).toHaveLength(rows.length);
  });

  it.each([560, 600, 620, 640, 660, 680])('tears no row off, %d points down the page', async (before) => {
    const { pages } = await drawn(before, rows.slice(0, 12));
    const counts = pages.map(({ tree }) => flat(tree).filter(({ role }) => role === 'TR').length);
    const [first = 0, ...others] = counts;
    if (first > 0) expect(first, 'head and two rows').toBeGreaterThan(2);
    else expect(textOf(pages[1]!)[0], 'the heading goes along').toBe('Its heading');
    for (const count of others) expect(count).toBeGreaterThan(1);
  });

  it('cuts a row between lines that no page could hold', async () => {
    const lines = Array.from({ length: 150 }, (_, at) => `Entry ${at + 1}`);
    const { pages } = await drawn(100, [[lines.join('\n'), 'beside']]);
    expect(pages.flatMap(textOf).filter((text) => text.startsWith('Entry'))).toEqual(lines);
    for (const { pieces } of pages) expect(overlaps(pieces)).toEqual([]);
    const [first, ...others] = pages;
    const at = (text: string) => first?.pieces.find((piece) => piece.text === text)?.y;
    expect(at('beside')).toBeCloseTo(at('Entry 1') ?? 0, 3);
    for (const page of others) expect(textOf(page).slice(0, 2)).toEqual(['Wave', 'Figure']);
  });
});

it('a paragraph over two pages leaves no line alone', async () => {
  for (let before = 560; before < 700; before += 7) {
    const sheet = new Sheet({ title: 'Text', lang: 'en', author: 'Test', date: new Date(0) });
    sheet.gap(before);
    sheet.p(paragraph.repeat(9));
    const pages = await readPages(await sheet.end('Foot'));
    for (const { pieces } of pages) {
      const lines = new Set(pieces.filter(inBody).map(({ y }) => Math.round(y)));
      expect(lines.size, `${before} points down`).not.toBe(1);
    }
  }
});
