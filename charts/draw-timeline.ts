import type { TimelineCell, TimelineData } from './timeline-data.ts';

const NAME_WIDTH = 128;
const LEAST_WIDTH = 760;
const LEAST_COLUMN = 58;
const HEAD = 40;
const ROW = 54;
const BETWEEN = 4;
const KEY = 34;
const SIGN = 15;
const KEY_GAP = 22;

/** What of a canvas is drawn with: a page's has it, and the server's. */
export interface Pen {
  fillStyle: string | object;
  strokeStyle: string | object;
  font: string;
  textAlign: string;
  textBaseline: string;
  globalAlpha: number;
  lineWidth: number;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  roundRect(x: number, y: number, width: number, height: number, radius: number): void;
  fill(): void;
  stroke(): void;
  fillText(text: string, x: number, y: number, most?: number): void;
  measureText(text: string): { width: number };
}

export interface TimelineWords {
  verdict: string;
  mandate: string;
  aim: string;
}

type Sign = keyof TimelineWords;
const SIGNS: Sign[] = ['verdict', 'mandate', 'aim'];

interface Ink {
  colour: (token: string) => string;
  font: string;
}

const columnOf = ({ waves }: TimelineData): number =>
  Math.max(LEAST_COLUMN, (LEAST_WIDTH - NAME_WIDTH) / Math.max(1, waves.length));

/** Room that a timeline takes, in CSS pixels: it grows with its waves and rungs. */
export const timelineSize = (data: TimelineData): { width: number; height: number } => ({
  width: NAME_WIDTH + columnOf(data) * data.waves.length,
  height: HEAD + ROW * data.rungs.length + KEY,
});

/** Draws the page's table of rungs over waves as a picture: shade and figure tell how sure, signs the verdict, the mandate and the aim. */
export function drawTimeline(context: Pen, data: TimelineData, { colour, font }: Ink, words: TimelineWords): void {
  const column = columnOf(data);
  const text = (size: number, weight = 400) => `${weight} ${size}px ${font}`;
  const middleOf = (at: number): number => NAME_WIDTH + column * (at + 0.5);
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.font = text(12);
  context.fillStyle = colour('--muted');
  data.waves.forEach(({ label }, at) =>
    label.split(' ').forEach((word, line) => context.fillText(word, middleOf(at), 10 + line * 14, column - BETWEEN)),
  );
  data.rungs.forEach(({ name, cells }, row) => {
    const top = HEAD + row * ROW;
    context.textAlign = 'start';
    context.font = text(14, 700);
    context.fillStyle = colour('--ink');
    context.fillText(name, 0, top + ROW / 2, NAME_WIDTH - 8);
    cells.forEach((cell, at) => {
      const box = { left: NAME_WIDTH + column * at, top, width: column - BETWEEN, height: ROW - BETWEEN };
      drawCell(context, cell, box, { colour, font: text(15, 700) });
    });
  });
  drawKey(context, words, HEAD + data.rungs.length * ROW + KEY / 2, { colour, font: text(13) });
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function drawCell(context: Pen, cell: TimelineCell, { left, top, width, height }: Box, ink: Ink): void {
  const sure = cell.confidence ?? 0;
  context.beginPath();
  context.roundRect(left, top, width, height, 5);
  context.fillStyle = ink.colour('--quiet');
  context.fill();
  context.globalAlpha = sure;
  context.fillStyle = ink.colour('--tint-3');
  context.fill();
  context.globalAlpha = 1;
  if (cell.verdict) {
    context.beginPath();
    context.roundRect(left + 1, top + 1, width - 2, height - 2, 5);
    context.strokeStyle = ink.colour('--ink');
    context.lineWidth = 3;
    context.stroke();
  }
  // As on the page: from here on the shade is too dark for ink.
  const on = ink.colour(sure >= 0.6 ? '--on-accent' : '--ink');
  const signs = SIGNS.filter((sign) => cell[sign]);
  const middle = left + width / 2;
  context.textAlign = 'center';
  context.font = ink.font;
  context.fillStyle = on;
  context.fillText(cell.figure, middle, top + height * (signs.length > 0 ? 0.32 : 0.5));
  signs.forEach((sign, at) =>
    drawSign(context, sign, middle + (at - (signs.length - 1) / 2) * (SIGN + 3), top + height * 0.72, on),
  );
}

/** A pin, a flag, a ring: told apart without their colour. */
function drawSign(context: Pen, sign: Sign, x: number, y: number, colour: string): void {
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 1.6;
  context.beginPath();
  if (sign === 'verdict') {
    context.arc(x, y - 2, 4.5, Math.PI * 0.85, Math.PI * 0.15);
    context.lineTo(x, y + 7);
    context.closePath();
    context.fill();
  } else if (sign === 'mandate') {
    context.moveTo(x - 4, y + 7);
    context.lineTo(x - 4, y - 6);
    context.lineTo(x + 5, y - 2.5);
    context.lineTo(x - 4, y + 1);
    context.stroke();
  } else {
    context.arc(x, y, 5.5, 0, 2 * Math.PI);
    context.stroke();
    context.beginPath();
    context.arc(x, y, 1.6, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawKey(context: Pen, words: TimelineWords, y: number, { colour, font }: Ink): void {
  context.font = font;
  context.textAlign = 'start';
  let x = NAME_WIDTH;
  for (const sign of SIGNS) {
    drawSign(context, sign, x + SIGN / 2, y, colour('--ink'));
    context.fillStyle = colour('--ink');
    context.fillText(words[sign], x + SIGN + 6, y);
    x += SIGN + 6 + context.measureText(words[sign]).width + KEY_GAP;
  }
}
