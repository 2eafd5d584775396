import type { SeriesStyle } from '@rapport/charts/series-style';
import { colour, PAPER } from './palette.ts';
import { MARGIN, Paper, SIZE } from './paper.ts';
import { drawTable, type Column } from './table.ts';

const AFTER_TABLE = 8;
const KEY_ROW = 16;

/** A line of a chart with its name. */
export interface KeyLine extends SeriesStyle {
  title: string;
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
    // A finding with nothing beneath it need not go with the next one.
    if (this.waiting.length > 0) this.room(0);
    const height = 42 + this.heightOf(finding, 'bold', SIZE.h2);
    this.waiting.push({
      height,
      draw: () => {
        const { doc } = this;
        if (!this.atTop) {
          this.gap(16);
          this.rule(0.6);
          this.gap(7);
        }
        doc.outline.addItem(question);
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
        if (!this.atTop) this.gap(6);
        this.write('H3', text, 'bold', SIZE.h3, PAPER.ink);
        this.gap(3);
      },
    });
  }

  /** A paragraph, on the same page as the `after` points that belong beneath it. */
  p(text: string, after = 0): void {
    if (after > 0) this.room(this.heightOf(text, 'text', SIZE.text) + 4 + after);
    this.write('P', text, 'text', SIZE.text, PAPER.ink);
    this.gap(4);
  }

  lede(text: string): void {
    this.write('P', text, 'text', SIZE.lede, PAPER.ink);
    this.gap(6);
  }

  note(text: string): void {
    this.write('P', text, 'text', SIZE.note, PAPER.muted);
    this.gap(4);
  }

  list(items: string[]): void {
    const heightOf = (item: string) =>
      this.doc
        .font('text')
        .fontSize(SIZE.text)
        .heightOfString(item, { width: this.width - 14, lineGap: 1.5 }) + 3;
    const heights = items.map(heightOf);
    // Two of its items stand together before and after a break.
    const withNext = (at: number): number =>
      (heights[at] ?? 0) + (at === 0 || at === items.length - 2 ? (heights[at + 1] ?? 0) : 0);
    this.room(Math.min(withNext(0), this.pageRoom));
    const list = this.doc.struct('L');
    this.append(list);
    for (const [at, item] of items.entries()) {
      this.room(Math.min(withNext(at), this.pageRoom));
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

  /**
   * A picture, whole, with what it shows in words and room for what belongs right beneath it. `draw` gets its top left corner
   * and moves nothing.
   */
  figure(height: number, alt: string, draw: (left: number, top: number) => void, after = 0): void {
    this.room(height + after);
    const top = this.doc.y;
    const bbox: [number, number, number, number] = [MARGIN.left, top, MARGIN.left + this.width, top + height];
    this.append(this.doc.struct('Figure', { alt, bbox }, () => draw(MARGIN.left, top)));
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
  key(lines: KeyLine[]): void {
    this.room(this.keyHeight(lines));
    const top = this.doc.y;
    for (const { title, token, dash, marker, x, row } of this.keyPlaces(lines)) {
      const y = top + row * KEY_ROW;
      this.artifact(() => {
        this.doc
          .save()
          .moveTo(x, y + 6)
          .lineTo(x + 26, y + 6)
          .lineWidth(1.8);
        if (dash.length > 0) this.doc.dash(dash[0] ?? 1, { space: dash[1] ?? 1 });
        this.doc.stroke(colour(token)).undash().restore();
        this.marker(marker, x + 13, y + 6, colour(token));
      });
      this.tagged('P', () => {
        this.doc.font('text').fontSize(SIZE.note).fillColor(PAPER.ink);
        this.doc.text(title, x + 30, y, { width: this.width - 30, height: KEY_ROW, ellipsis: true });
      });
    }
    this.doc.x = MARGIN.left;
    this.doc.y = top + this.keyHeight(lines);
  }

  keyHeight(lines: KeyLine[]): number {
    return ((this.keyPlaces(lines).at(-1)?.row ?? 0) + 1) * KEY_ROW;
  }

  private keyPlaces(lines: KeyLine[]): (KeyLine & { x: number; row: number })[] {
    let [x, row] = [MARGIN.left, 0];
    this.doc.font('text').fontSize(SIZE.note);
    return lines.map((line) => {
      const width = 30 + this.doc.widthOfString(line.title) + 16;
      if (x > MARGIN.left && x + width - 16 > MARGIN.left + this.width) [x, row] = [MARGIN.left, row + 1];
      const place = { ...line, x, row };
      x += width;
      return place;
    });
  }

  noteHeight(text: string): number {
    return this.heightOf(text, 'text', SIZE.note) + 4;
  }

  /** A table over as many pages as it needs, with notes right beneath it. */
  table(caption: string, columns: Column[], rows: string[][], notes: string[] = []): void {
    const after = notes.reduce((sum, note) => sum + this.noteHeight(note), AFTER_TABLE);
    this.gap(this.waiting.length > 0 ? 0 : 5);
    drawTable(this, { caption, columns, rows, after });
    this.gap(AFTER_TABLE);
    for (const note of notes) this.note(note);
  }
}
