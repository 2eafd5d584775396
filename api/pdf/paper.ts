import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { PAPER } from './palette.ts';

const FAMILY = '@expo-google-fonts/source-sans-3';
const fontFile = (style: string): string =>
  createRequire(import.meta.url).resolve(`${FAMILY}/${style}/SourceSans3_${style}.ttf`);

/** Files of the embedded typeface, Source Sans 3 (SIL Open Font Licence). */
export const FONTS = { text: fontFile('400Regular'), bold: fontFile('600SemiBold') };

export const MARGIN = { top: 54, bottom: 62, left: 54, right: 54 };

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

  /** Begins a new page unless this much room, in points, is left; headings that wait go with what follows them. */
  room(points: number): void {
    const heads = this.waiting.splice(0);
    const needed = heads.reduce((sum, { height }) => sum + height, points);
    if (this.doc.y + needed > this.doc.page.height - MARGIN.bottom) this.doc.addPage();
    for (const { draw } of heads) draw();
  }

  gap(points: number): void {
    this.doc.y += points;
  }

  protected tagged(tag: string, draw: () => void, alt?: string): void {
    this.root.add(this.doc.struct(tag, alt === undefined ? {} : { alt }, draw));
  }

  protected heightOf(text: string, font: string, size: number): number {
    return this.doc.font(font).fontSize(size).heightOfString(text, { width: this.width, lineGap: 1.5 });
  }

  protected write(tag: string, text: string, font: string, size: number, colour: string): void {
    this.tagged(tag, () => {
      this.doc
        .font(font)
        .fontSize(size)
        .fillColor(colour)
        .text(text, MARGIN.left, this.doc.y, { width: this.width, lineGap: 1.5 });
    });
  }

  /** What is only decoration: left out when read aloud. */
  protected artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  /** Numbers the pages and gives the file. */
  async end(footer: (page: number, pages: number) => string): Promise<Buffer> {
    const { doc } = this;
    this.room(0);
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
