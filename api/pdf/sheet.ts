import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { colour, PAPER } from './palette.ts';

const FAMILY = '@expo-google-fonts/source-sans-3';
const fontFile = (style: string): string =>
  createRequire(import.meta.url).resolve(`${FAMILY}/${style}/SourceSans3_${style}.ttf`);

/** Files of the embedded typeface, Source Sans 3 (SIL Open Font Licence). */
export const FONTS = { text: fontFile('400Regular'), bold: fontFile('600SemiBold') };

const MARGIN = { top: 54, bottom: 62, left: 54, right: 54 };
const SIZE = { h1: 21, h2: 14.5, h3: 11.5, text: 10, note: 8.5 };
const CELL_PAD = 4;

export interface Column {
  title: string;
  /** Share of the width. */
  share: number;
  right?: boolean;
}

/** A4 pages that fill from the top, every piece tagged for those who have it read aloud. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly width: number;
  private readonly root: PDFKit.PDFStructureElement;
  private readonly chunks: Buffer[] = [];

  constructor({ title, lang, author, date }: { title: string; lang: string; author: string; date: Date }) {
    this.doc = new PDFDocument({
      size: 'A4',
      margins: MARGIN,
      font: FONTS.text,
      tagged: true,
      pdfVersion: '1.7',
      lang,
      displayTitle: true,
      bufferPages: true,
      info: { Title: title, Author: author, CreationDate: date, ModDate: date },
    });
    this.doc.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    this.doc.registerFont('text', FONTS.text).registerFont('bold', FONTS.bold);
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
    this.width = this.doc.page.width - MARGIN.left - MARGIN.right;
  }

  get left(): number {
    return MARGIN.left;
  }

  /** Begins a new page unless this much room, in points, is left. */
  room(points: number): void {
    if (this.doc.y + points > this.doc.page.height - MARGIN.bottom) this.doc.addPage();
  }

  gap(points: number): void {
    this.doc.y += points;
  }

  private tagged(tag: string, draw: () => void, alt?: string): void {
    this.root.add(this.doc.struct(tag, alt === undefined ? {} : { alt }, draw));
  }

  private write(tag: string, text: string, font: string, size: number, colour: string): void {
    this.tagged(tag, () => {
      this.doc
        .font(font)
        .fontSize(size)
        .fillColor(colour)
        .text(text, MARGIN.left, this.doc.y, { width: this.width, lineGap: 1.5 });
    });
  }

  h1(text: string): void {
    this.doc.outline.addItem(text);
    this.write('H1', text, 'bold', SIZE.h1, PAPER.ink);
    this.gap(6);
  }

  /** A finding under its question; the bookmark is the question. */
  h2(question: string, finding: string): void {
    this.gap(16);
    this.room(110);
    this.doc.outline.addItem(question);
    this.doc
      .save()
      .moveTo(MARGIN.left, this.doc.y)
      .lineTo(MARGIN.left + this.width, this.doc.y);
    this.artifact(() => this.doc.lineWidth(0.6).stroke(PAPER.line));
    this.doc.restore();
    this.gap(7);
    this.write('P', question, 'text', SIZE.note, PAPER.muted);
    this.write('H2', finding, 'bold', SIZE.h2, PAPER.ink);
    this.gap(5);
  }

  h3(text: string): void {
    this.gap(6);
    this.room(60);
    this.write('H3', text, 'bold', SIZE.h3, PAPER.ink);
    this.gap(3);
  }

  p(text: string): void {
    this.write('P', text, 'text', SIZE.text, PAPER.ink);
    this.gap(4);
  }

  lede(text: string): void {
    this.write('P', text, 'text', 11.5, PAPER.ink);
    this.gap(6);
  }

  note(text: string): void {
    this.write('P', text, 'text', SIZE.note, PAPER.muted);
    this.gap(4);
  }

  list(items: string[]): void {
    // What hangs on the tree already is drawn at once, where the page then is.
    const list = this.doc.struct('L');
    this.root.add(list);
    for (const item of items) {
      this.doc.font('text').fontSize(SIZE.text);
      this.room(this.doc.heightOfString(item, { width: this.width - 14 }) + 3);
      const top = this.doc.y;
      list.add(
        this.doc.struct('LI', {}, [
          this.doc.struct(
            'Lbl',
            {},
            () => void this.doc.fillColor(PAPER.accent).text('•', MARGIN.left, top, { width: 12 }),
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

  /** Names beside samples of the lines that they stand for; the figure's own words say the same, so the samples are left out. */
  key(lines: { title: string; token: string; dash: number[] }[]): void {
    this.room(18);
    const top = this.doc.y;
    let x = MARGIN.left;
    for (const { title, token, dash } of lines) {
      this.artifact(() => {
        this.doc
          .save()
          .moveTo(x, top + 6)
          .lineTo(x + 26, top + 6)
          .lineWidth(1.8);
        if (dash.length > 0) this.doc.dash(dash[0] ?? 1, { space: dash[1] ?? 1 });
        this.doc.stroke(colour(token)).undash().restore();
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
    const whole = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (share / whole) * this.width);
    const heightOf = (cells: string[], font: string): number => {
      this.doc.font(font).fontSize(SIZE.note);
      const heights = cells.map((cell, at) => this.doc.heightOfString(cell, { width: (widths[at] ?? 0) - CELL_PAD }));
      return Math.max(...heights) + 2 * CELL_PAD;
    };
    const table = this.doc.struct('Table');
    this.root.add(table);
    const line = (cells: string[], head: boolean): void => {
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
    this.room(heightOf(head, 'bold') + 60);
    table.add(
      this.doc.struct('Caption', {}, () => {
        this.doc
          .font('text')
          .fontSize(SIZE.note)
          .fillColor(PAPER.muted)
          .text(caption, MARGIN.left, this.doc.y, { width: this.width });
      }),
    );
    line(head, true);
    for (const cells of rows) {
      const page = this.doc.page;
      this.room(heightOf(cells, 'bold'));
      if (this.doc.page !== page) line(head, true);
      line(cells, false);
    }
    this.gap(8);
  }

  /** What is only decoration: left out when read aloud. */
  private artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  /** Numbers the pages and gives the file. */
  async end(footer: (page: number, pages: number) => string): Promise<Buffer> {
    const { doc } = this;
    this.root.end();
    const { start, count } = doc.bufferedPageRange();
    for (let at = 0; at < count; at += 1) {
      doc.switchToPage(start + at);
      const { bottom } = doc.page.margins;
      // Text below the margin would begin a new page.
      doc.page.margins.bottom = 0;
      doc.markContent('Artifact', { type: 'Pagination' });
      doc.font('text').fontSize(8).fillColor(PAPER.muted);
      doc.text(footer(at + 1, count), MARGIN.left, doc.page.height - 40, { width: this.width, lineBreak: false });
      doc.endMarkedContent();
      doc.page.margins.bottom = bottom;
    }
    const ended = new Promise((resolve) => doc.once('end', resolve));
    doc.end();
    await ended;
    return Buffer.concat(this.chunks);
  }
}
