import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { rungs, type Rung } from '@rapport/messages/words/ladder';
import type { Standing } from '@rapport/messages/words/standing';
import { PAPER } from './palette.ts';
import type { Sheet } from './sheet.ts';

const STEP = 26;
const BAR = 11;
const CHIP = 15;
const CHIP_ROW = CHIP + 3;
const BETWEEN = 8;
/** Columns narrower than this, in points, can't be read: the rungs then stand beneath each other. */
const NARROWEST = 90;

interface Step {
  name: string;
  meaning: string | null;
  sure: string;
  confidence: number | null;
  chips: { text: string; kind: 'here' | 'mandate' | 'aim' }[];
}

/** Where a rung stands: the corner of its bar, in points from that of the figure, and how wide it is. */
interface Place {
  x: number;
  y: number;
  width: number;
}

/** The ladder as on the page: rungs that climb, each filled as far as it is surely reached, with flag and ring by name. */
export function drawLadder(sheet: Sheet, standing: Standing, locale: Locale): void {
  const steps = stepsOf(standing, locale);
  if (steps.length === 0) return;
  const { places, height } = layout(sheet, steps);
  sheet.figure(height, altOf(steps), (left, top) => {
    steps.forEach((step, at) => {
      const { x, y, width } = places[at] ?? { x: 0, y: 0, width: sheet.width };
      drawStep(sheet.doc, step, { x: left + x, y: top + y, width });
    });
  });
  sheet.gap(8);
}

function layout({ doc, width: all }: Sheet, steps: Step[]): { places: Place[]; height: number } {
  const column = (all - BETWEEN * (steps.length - 1)) / steps.length;
  const climbs = column >= NARROWEST;
  const width = climbs ? column : all;
  const places: Place[] = [];
  let y = 0;
  steps.forEach(({ chips }, at) => {
    const above = chips.length * CHIP_ROW;
    places.push(climbs ? { x: at * (column + BETWEEN), y: -at * STEP, width } : { x: 0, y: y + above, width });
    y += above + BAR + textHeight(doc, steps[at], width) + BETWEEN;
  });
  if (!climbs) return { places, height: y - BETWEEN };
  const top = Math.min(...places.map((place, at) => place.y - (steps[at]?.chips.length ?? 0) * CHIP_ROW));
  const bottom = Math.max(...places.map((place, at) => place.y + BAR + textHeight(doc, steps[at], width)));
  return { places: places.map((place) => ({ ...place, y: place.y - top })), height: bottom - top };
}

/** Lines beneath a rung's bar: how they are set, and what they say. */
const linesOf = ({ name, meaning, sure }: Step): { text: string; font: string; size: number; fill: string }[] =>
  [
    { text: name, font: 'bold', size: 10.5, fill: PAPER.ink },
    { text: meaning ?? '', font: 'text', size: 8.5, fill: PAPER.muted },
    { text: sure, font: 'text', size: 8.5, fill: PAPER.ink },
  ].filter(({ text }) => text !== '');

const textHeight = (doc: PDFKit.PDFDocument, step: Step | undefined, width: number): number =>
  (step ? linesOf(step) : []).reduce(
    (sum, { text, font, size }) =>
      sum +
      doc
        .font(font)
        .fontSize(size)
        .heightOfString(text, { width: width - 6 }),
    5,
  );

function drawStep(doc: PDFKit.PDFDocument, step: Step, { x, y, width }: Place): void {
  step.chips.forEach((chip, row) => drawChip(doc, chip, x, y - (row + 1) * CHIP_ROW, width));
  const bar = () => doc.roundedRect(x, y, width, BAR, BAR / 2);
  bar().fill(PAPER.quiet);
  const filled = width * (step.confidence ?? 0);
  if (filled > 0) {
    doc.save();
    bar().clip();
    doc.rect(x, y, filled, BAR).fill(PAPER.accent).restore();
  }
  bar().lineWidth(0.9).stroke(PAPER.edge);
  doc.y = y + BAR + 5;
  for (const { text, font, size, fill } of linesOf(step)) {
    doc.font(font).fontSize(size).fillColor(fill);
    doc.text(text, x + 3, doc.y, { width: width - 6 });
  }
}

function drawChip(doc: PDFKit.PDFDocument, { text, kind }: Step['chips'][number], x: number, y: number, most: number) {
  doc.font(kind === 'here' ? 'bold' : 'text').fontSize(7.5);
  const width = Math.min(most, doc.widthOfString(text) + 12);
  doc.roundedRect(x, y, width, CHIP, CHIP / 2).lineWidth(kind === 'aim' ? 1.6 : 0.9);
  if (kind === 'here') doc.fillAndStroke(PAPER.ink, PAPER.ink);
  else doc.stroke(kind === 'aim' ? PAPER.aim : PAPER.mandate);
  doc
    .fillColor(kind === 'here' ? '#ffffff' : PAPER.ink)
    .text(text, x + 6, y + 3, { width: width - 8, height: 10, ellipsis: true });
}

function stepsOf(standing: Standing, locale: Locale): Step[] {
  const all = rungs(standing, locale);
  const here = { text: m.rung_here_report({}, { locale }), kind: 'here' as const };
  const rung = (one: Rung): Step => ({
    ...one,
    chips: [
      ...(one.aim ? [{ text: m.rung_aim({}, { locale }), kind: 'aim' as const }] : []),
      ...(one.mandate ? [{ text: m.rung_mandate({}, { locale }), kind: 'mandate' as const }] : []),
      ...(one.here ? [here] : []),
    ],
  });
  const ground: Step = {
    name: m.rung_ground({}, { locale }),
    meaning: m.rung_ground_meaning({}, { locale }),
    sure: '',
    confidence: null,
    chips: [here],
  };
  const onGround = standing.stage !== null && !all.some((one) => one.here);
  return [...(onGround ? [ground] : []), ...all.map(rung)];
}

const altOf = (steps: Step[]): string =>
  steps
    .map(({ name, sure, chips }) => [name, sure, ...chips.map(({ text }) => text)].filter(Boolean).join(', '))
    .join('. ');
