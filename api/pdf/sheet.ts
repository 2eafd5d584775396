import type { SeriesStyle } from '@rapport/charts/series-style';
import { colour, PAPER } from './palette.ts';
import { MARGIN, Paper } from './paper.ts';

const SIZE = { h1: 21, h2: 14.5, h3: 11.5, text: 10, note: 8.5 };
const CELL_PAD = 4;
/** Tables up to this height, in points, stand whole on one page. */
const LONGEST_WHOLE = 330;

export interface Column {
  title: string;
  /** Share of the width. */
  share: number;
  right?: boolean;
}

/** What a report is set from: headings, paragraphs, lists, pictures and tables, each tagged. */
export class Sheet extends Paper {
  h1(text: string): void {
    this.doc.outline.addItem(text);
    this.write('H1', text, 'bold', SIZE.h1, PAPER.ink);
    this.gap(6);
  }

  /** A finding under its question; the bookmark is the question. */
  h2(question: string, finding: string): void {
    const height = 40 + this.heightOf(finding, 'bold', SIZE.h2);
    this.waiting.push({
      height,
      draw: () => {
        const { doc } = this;
        this.gap(16);
        doc.outline.addItem(question);
        doc
          .save()
          .moveTo(MARGIN.left, doc.y)
          .lineTo(MARGIN.left + this.width, doc.y);
        this.artifact(() => doc.lineWidth(0.6).stroke(PAPER.line));
        doc.restore();
        this.gap(7);
        this.write('P', question, 'text', SIZE.note, PAPER.muted);
        this.write('H2', finding, 'bold', SIZE.h2, PAPER.ink);
        this.gap(5);
      },
    });
  }

  h3(text: string): void {
    const height = 9 + this.heightOf(text, 'bold', SIZE.h3);
    this.waiting.push({
      height,
      draw: () => {
        this.gap(6);
        this.write('H3', text, 'bold', SIZE.h3, PAPER.ink);
        this.gap(3);
      },
    });
  }

  p(text: string): void {
    this.room(Math.min(48, this.heightOf(text, 'text', SIZE.text)));
    this.write('P', text, 'text', SIZE.text, PAPER.ink);
    this.gap(4);
  }

  lede(text: string): void {
    this.write('P', text, 'text', 11.5, PAPER.ink);
    this.gap(6);
  }

  note(text: string): void {
    this.room(this.heightOf(text, 'text', SIZE.note));
    this.write('P', text, 'text', SIZE.note, PAPER.muted);
    this.gap(4);
  }

  list(items: string[]): void {
    const heightOf = (item: string) =>
      this.doc
        .font('text')
        .fontSize(SIZE.text)
        .heightOfString(item, { width: this.width - 14, lineGap: 1.5 }) + 3;
    this.room(heightOf(items[0] ?? ''));
    // What hangs on the tree already is drawn at once, where the page then is.
    const list = this.doc.struct('L');
    this.root.add(list);
    for (const item of items) {
      this.room(heightOf(item));
      const top = this.doc.y;
      list.add(
        this.doc.struct('LI', {}, [
          this.doc.struct(
            'Lbl',
            {},
            () =>
              void this.doc
                .font('text')
                .fontSize(SIZE.text)
                .fillColor(PAPER.accent)
                .text('•', MARGIN.left, top, { width: 12 }),
          ),
          this.doc.struct('LBody', {}, () => {
            this.doc.fillColor(PAPER.ink).text(item, MARGIN.left + 14, top, { width: this.width - 14, lineGap: 1.5 });
          }),
        ]),
      );
      this.gap(3);
    }
    this.gap(2);
  }

  /** A picture with what it shows in words. `draw` gets its top left corner and moves nothing. */
  figure(height: number, alt: string, draw: (left: number, top: number) => void): void {
    this.room(height);
    const top = this.doc.y;
    this.tagged('Figure', () => draw(MARGIN.left, top), alt);
    this.doc.x = MARGIN.left;
    this.doc.y = top + height;
    this.gap(6);
  }

  private marker(marker: SeriesStyle['marker'], x: number, y: number, fill: string): void {
    const { doc } = this;
    if (marker === 'circle') doc.circle(x, y, 3).fill(fill);
    else if (marker === 'rect') doc.rect(x - 2.8, y - 2.8, 5.6, 5.6).fill(fill);
    else if (marker === 'triangle') doc.polygon([x, y - 3.6], [x + 3.4, y + 2.6], [x - 3.4, y + 2.6]).fill(fill);
    else if (marker === 'rectRot') doc.polygon([x, y - 3.8], [x + 3.8, y], [x, y + 3.8], [x - 3.8, y]).fill(fill);
    else
      for (const side of [-2.8, 2.8])
        doc
          .moveTo(x - side, y - 2.8)
          .lineTo(x + side, y + 2.8)
          .lineWidth(1.4)
          .stroke(fill);
  }

  /** Names beside samples of the lines that they stand for; the figure's own words say the same, so the samples are left out. */
  key(lines: { title: string; token: string; dash: number[]; marker: SeriesStyle['marker'] }[]): void {
    this.room(18);
    const top = this.doc.y;
    let x = MARGIN.left;
    for (const { title, token, dash, marker } of lines) {
      this.artifact(() => {
        this.doc
          .save()
          .moveTo(x, top + 6)
          .lineTo(x + 26, top + 6)
          .lineWidth(1.8);
        if (dash.length > 0) this.doc.dash(dash[0] ?? 1, { space: dash[1] ?? 1 });
        this.doc.stroke(colour(token)).undash().restore();
        this.marker(marker, x + 13, top + 6, colour(token));
      });
      this.tagged('P', () => {
        this.doc
          .font('text')
          .fontSize(SIZE.note)
          .fillColor(PAPER.ink)
          .text(title, x + 30, top, { lineBreak: false });
      });
      x += 30 + this.doc.widthOfString(title) + 16;
    }
    this.doc.x = MARGIN.left;
    this.doc.y = top + 16;
  }

  /** A table that carries its heads on to every page; the first cell of a row is the row's head. */
  table(caption: string, columns: Column[], rows: string[][]): void {
    this.gap(this.waiting.length > 0 ? 0 : 5);
    const whole = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (share / whole) * this.width);
    const heightOf = (cells: string[], font: string): number => {
      this.doc.font(font).fontSize(SIZE.note);
      const heights = cells.map((cell, at) => this.doc.heightOfString(cell, { width: (widths[at] ?? 0) - CELL_PAD }));
      return Math.max(...heights) + 2 * CELL_PAD;
    };
    const line = (table: PDFKit.PDFStructureElement, cells: string[], head: boolean): void => {
      const top = this.doc.y;
      let x = MARGIN.left;
      const row = this.doc.struct('TR');
      table.add(row);
      cells.forEach((cell, at) => {
        const start = x;
        const width = (widths[at] ?? 0) - CELL_PAD;
        row.add(
          this.doc.struct(head || at === 0 ? 'TH' : 'TD', {}, () => {
            this.doc
              .font(head || at === 0 ? 'bold' : 'text')
              .fontSize(SIZE.note)
              .fillColor(PAPER.ink);
            this.doc.text(cell, start, top + CELL_PAD, { width, align: columns[at]?.right ? 'right' : 'left' });
          }),
        );
        x += widths[at] ?? 0;
      });
      this.doc.x = MARGIN.left;
      this.doc.y = top + heightOf(cells, 'bold');
      const y = this.doc.y;
      this.artifact(() =>
        this.doc
          .moveTo(MARGIN.left, y)
          .lineTo(MARGIN.left + this.width, y)
          .lineWidth(head ? 0.8 : 0.4)
          .stroke(PAPER.line),
      );
    };
    const head = columns.map(({ title }) => title);
    const captionHeight = this.doc.font('text').fontSize(SIZE.note).heightOfString(caption, { width: this.width });
    const all = [head, ...rows].reduce((sum, cells) => sum + heightOf(cells, 'bold'), captionHeight);
    // A table that a page can hold is not torn apart for a few lines of it.
    this.room(all <= LONGEST_WHOLE ? all : captionHeight + heightOf(head, 'bold') + 60);
    const table = this.doc.struct('Table');
    this.root.add(table);
    table.add(
      this.doc.struct('Caption', {}, () => {
        this.doc
          .font('text')
          .fontSize(SIZE.note)
          .fillColor(PAPER.muted)
          .text(caption, MARGIN.left, this.doc.y, { width: this.width });
      }),
    );
    line(table, head, true);
    for (const cells of rows) {
      const page = this.doc.page;
      this.room(heightOf(cells, 'bold'));
      if (this.doc.page !== page) line(table, head, true);
      line(table, cells, false);
    }
    this.gap(8);
  }
}
