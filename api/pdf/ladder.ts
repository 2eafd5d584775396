import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { rungs, type Rung } from '@rapport/messages/words/ladder';
import type { Standing } from '@rapport/messages/words/standing';
import { PAPER } from './palette.ts';
import type { Sheet } from './sheet.ts';

const STEP = 26;
const BODY = 64;
const CHIP = 15;
const BETWEEN = 8;

interface Step {
  name: string;
  meaning: string | null;
  sure: string;
  confidence: number | null;
  chips: { text: string; kind: 'here' | 'mandate' | 'aim' }[];
}

/** The ladder as on the page: rungs that climb, each filled as far as it is surely reached, with flag and ring by name. */
export function drawLadder(sheet: Sheet, standing: Standing, locale: Locale): void {
  const steps = stepsOf(standing, locale);
  if (steps.length === 0) return;
  const { doc } = sheet;
  const chipRows = Math.max(...steps.map(({ chips }) => chips.length));
  const height = (steps.length - 1) * STEP + chipRows * (CHIP + 3) + 14 + BODY;
  const column = (sheet.width - BETWEEN * (steps.length - 1)) / steps.length;
  sheet.figure(height, altOf(steps), (left, top) => {
    steps.forEach((step, at) => {
      const x = left + at * (column + BETWEEN);
      const bar = top + chipRows * (CHIP + 3) + (steps.length - 1 - at) * STEP;
      step.chips.forEach((chip, row) => drawChip(doc, chip, x, bar - (row + 1) * (CHIP + 3), column));
      doc.roundedRect(x, bar, column, 11, 5.5).fillAndStroke(PAPER.quiet, PAPER.edge);
      const filled = column * (step.confidence ?? 0);
      if (filled > 0)
        doc.save().roundedRect(x, bar, column, 11, 5.5).clip().rect(x, bar, filled, 11).fill(PAPER.accent).restore();
      doc
        .font('bold')
        .fontSize(10.5)
        .fillColor(PAPER.ink)
        .text(step.name, x + 3, bar + 16, { width: column - 6 });
      doc.font('text').fontSize(8.5).fillColor(PAPER.muted);
      if (step.meaning) doc.text(step.meaning, x + 3, doc.y, { width: column - 6 });
      doc.fillColor(PAPER.ink).text(step.sure, x + 3, doc.y + 1, { width: column - 6 });
    });
  });
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
