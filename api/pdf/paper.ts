import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { PAPER } from './palette.ts';
import type {} from './pdfkit-options.d.ts';

const FAMILY = '@expo-google-fonts/source-sans-3';
const fontFile = (style: string): string =>
  createRequire(import.meta.url).resolve(`${FAMILY}/${style}/SourceSans3_${style}.ttf`);

/** Files of the embedded typeface, Source Sans 3 (SIL Open Font Licence). */
export const FONTS = { text: fontFile('400Regular'), bold: fontFile('600SemiBold') };

export const MARGIN = { top: 54, bottom: 62, left: 54, right: 54 };
/** Sizes of type, in points. */
export const SIZE = { h1: 21, h2: 14.5, h3: 11.5, lede: 11.5, text: 10, note: 8.5 };
/** Space between lines: text is set wider than headings. */
const gapOf = (size: number): number => (size > SIZE.lede ? -1 : 1.5);
/** Room for the page's number beside the footer. */
const NUMBER_WIDTH = 48;

/** A4 pages that fill from the top, every piece tagged for those who have it read aloud. */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly width: number;
  protected readonly root: PDFKit.PDFStructureElement;
  private readonly chunks: Buffer[] = [];
  /** Headings that are set once it is known where what follows them stands. */
  protected readonly waiting: { height: number; draw: () => void }[] = [];

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

  /** Points that a whole page holds. */
  get pageRoom(): number {
    return this.doc.page.height - MARGIN.bottom - MARGIN.top;
  }

  /** Points left on this page beneath the headings that wait. */
  get free(): number {
    const heads = this.waiting.reduce((sum, { height }) => sum + height, 0);
    return this.doc.page.height - MARGIN.bottom - this.doc.y - heads;
  }

  get atTop(): boolean {
    return this.doc.y <= MARGIN.top;
  }

  /** Begins a new page unless this much room, in points, is left; headings that wait go with what follows them. */
  room(points: number): void {
    if (points > this.free && !this.atTop) this.doc.addPage();
    for (const { draw } of this.waiting.splice(0)) draw();
  }

  gap(points: number): void {
    this.doc.y += points;
  }

  /** Hangs a piece on the tree that is read aloud; what it draws is drawn at once, where the page then is. */
  append(piece: PDFKit.PDFStructureElement): void {
    this.root.add(piece);
  }

  protected tagged(tag: string, draw: () => void): void {
    this.append(this.doc.struct(tag, {}, draw));
  }

  heightOf(text: string, font: string, size: number): number {
    return this.doc
      .font(font)
      .fontSize(size)
      .heightOfString(text, { width: this.width, lineGap: gapOf(size) });
  }

  /** Text from here on, over pages where it is long: neither its first line nor its last stands alone on one. */
  protected write(tag: string, text: string, font: string, size: number, colour: string): void {
    const height = this.heightOf(text, font, size);
    const line = this.doc.currentLineHeight(true) + gapOf(size);
    const lines = Math.round(height / line);
    const linesIn = (room: number): number => Math.floor(room / line + 1e-6);
    const torn = lines > linesIn(this.free) && (lines < 4 || linesIn(this.free) < 2);
    this.room(torn ? Math.min(height, this.pageRoom) : 0);
    const { page } = this.doc;
    const { bottom } = page.margins;
    if ((lines - linesIn(this.free)) % linesIn(this.pageRoom) === 1) page.margins.bottom += line;
    this.tagged(tag, () => {
      this.doc
        .font(font)
        .fontSize(size)
        .fillColor(colour)
        .text(text, MARGIN.left, this.doc.y, { width: this.width, lineGap: gapOf(size) });
    });
    page.margins.bottom = bottom;
  }

  /** What is only decoration, or said elsewhere: left out when read aloud. */
  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.doc.markContent('Artifact', { type });
    draw();
    this.doc.endMarkedContent();
  }

  /** A line across the page, for the eye only. */
  rule(weight: number): void {
    const { doc, width } = this;
    this.artifact(() => {
      doc.moveTo(MARGIN.left, doc.y).lineTo(MARGIN.left + width, doc.y);
      doc.lineWidth(weight).stroke(PAPER.line);
    });
  }

  /** Numbers the pages, with `footer` beside the number, and gives the file. */
  async end(footer: string): Promise<Buffer> {
    const { doc } = this;
    this.room(0);
    this.root.end();
    const { start, count } = doc.bufferedPageRange();
    for (let at = 0; at < count; at += 1) {
      doc.switchToPage(start + at);
      const { bottom } = doc.page.margins;
      // Text below the margin would begin a new page.
      doc.page.margins.bottom = 0;
      this.artifact(() => {
        doc.font('text').fontSize(8).fillColor(PAPER.muted);
        const top = doc.page.height - 40;
        doc.text(footer, MARGIN.left, top, { width: this.width - NUMBER_WIDTH, height: 10, ellipsis: true });
        doc.text(`${at + 1}/${count}`, MARGIN.left, top, { width: this.width, align: 'right', lineBreak: false });
      }, 'Pagination');
      doc.page.margins.bottom = bottom;
    }
    const ended = new Promise((resolve) => doc.once('end', resolve));
    doc.end();
    await ended;
    return Buffer.concat(this.chunks);
  }
}
