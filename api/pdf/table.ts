import { rowsByPage } from './page-breaks.ts';
import { PAPER } from './palette.ts';
import { MARGIN, SIZE, type Paper } from './paper.ts';

const PAD = 4;
/** Space between a cell and the next. */
const GUTTER = 9;
/** A row higher than this, in points, goes on in rows of its own, so that a page's foot is not left blank for it. */
const HIGHEST_ROW = 240;

export interface Column {
  title: string;
  /** Share of the width. */
  share: number;
  right?: boolean;
  /** A row's head in the weight of its figures. */
  plain?: boolean;
}

export interface TableSpec {
  caption: string;
  columns: Column[];
  /** The first cell of a row is the row's head. */
  rows: string[][];
  /** Height of what belongs right beneath the last row, in points. */
  after: number;
}

interface Row {
  cells: string[];
  head: boolean;
  /** The row's first part: the next one goes on with it. */
  goesOn: boolean;
}

/** A table that breaks between rows and repeats its head on each page, where it is read aloud only once. */
export function drawTable(paper: Paper, { caption, columns, rows, after }: TableSpec): void {
  const { doc } = paper;
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (share / whole) * (paper.width + GUTTER) - GUTTER);
  const fontOf = (head: boolean, at: number): string => (head || (at === 0 && !columns[0]?.plain) ? 'bold' : 'text');
  const heightOf = (cells: string[], head = false): number => {
    const heights = cells.map((cell, at) => {
      doc.font(fontOf(head, at)).fontSize(SIZE.note);
      return doc.heightOfString(cell, { width: widths[at] });
    });
    return Math.max(...heights) + 2 * PAD;
  };

  const cellsOf = ({ cells, head }: Row, top: number): (() => void)[] => {
    let x = MARGIN.left;
    return cells.map((cell, at) => {
      const [start, width] = [x, widths[at] ?? 0];
      x += width + GUTTER;
      return () => {
        doc.font(fontOf(head, at)).fontSize(SIZE.note).fillColor(PAPER.ink);
        doc.text(cell, start, top + PAD, { width, align: columns[at]?.right ? 'right' : 'left' });
      };
    });
  };
  const beneath = ({ cells, head, goesOn }: Row, top: number): void => {
    doc.x = MARGIN.left;
    doc.y = top + heightOf(cells, head);
    if (!goesOn) paper.rule(head ? 0.8 : 0.4);
  };
  const line = (part: PDFKit.PDFStructureElement, row: Row): void => {
    const top = doc.y;
    const tag = doc.struct('TR');
    part.add(tag);
    cellsOf(row, top).forEach((draw, at) => {
      const scope = row.head ? 'Column' : 'Row';
      tag.add(row.head || at === 0 ? doc.struct('TH', { scope }, draw) : doc.struct('TD', {}, draw));
    });
    beneath(row, top);
  };
  const repeated = (row: Row): void => {
    const top = doc.y;
    paper.artifact(() => {
      for (const draw of cellsOf(row, top)) draw();
    }, 'Pagination');
    beneath(row, top);
  };

  const head: Row = { cells: columns.map(({ title }) => title), head: true, goesOn: false };
  const body = rows.flatMap((cells) => cutWhereHigh(cells, heightOf));
  const above = paper.heightOf(caption, 'text', SIZE.note) + heightOf(head.cells, true);
  const heights = body.map(({ cells }) => heightOf(cells));
  const later = paper.pageRoom - heightOf(head.cells, true);
  const plan = (): number[] => rowsByPage(heights, { here: paper.free - above, later, after });
  paper.room(plan()[0] === 0 ? paper.pageRoom : above);

  const pages = plan();
  const table = doc.struct('Table');
  paper.append(table);
  table.add(
    doc.struct('Caption', {}, () => {
      doc.font('text').fontSize(SIZE.note).fillColor(PAPER.muted);
      doc.text(caption, MARGIN.left, doc.y, { width: paper.width });
    }),
  );
  const heads = doc.struct('THead');
  table.add(heads);
  line(heads, head);
  const lines = doc.struct('TBody');
  table.add(lines);
  let from = 0;
  for (const [page, count] of pages.entries()) {
    if (page > 0) {
      doc.addPage();
      repeated(head);
    }
    for (const row of body.slice(from, from + count)) line(lines, row);
    from += count;
  }
}

/** A row in as many parts as it needs to be nowhere higher than `HIGHEST_ROW`, cut between lines. */
function cutWhereHigh(cells: string[], heightOf: (cells: string[]) => number): Row[] {
  const lines = cells.map((cell) => cell.split('\n'));
  const longest = Math.max(...lines.map((each) => each.length));
  const part = (from: number, to?: number): string[] => lines.map((each) => each.slice(from, to).join('\n'));
  let fits = longest;
  while (fits > 1 && heightOf(part(0, fits)) > HIGHEST_ROW) fits -= 1;
  const row = { cells: part(0, fits), head: false, goesOn: fits < longest };
  return row.goesOn ? [row, ...cutWhereHigh(part(fits), heightOf)] : [row];
}
