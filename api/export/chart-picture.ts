import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import type { TrendData } from '@rapport/charts/trend-data';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { levelName } from '@rapport/messages/words/names';
import { pocketsOverTime, reachOverTime } from '@rapport/messages/words/relations';
import { standing } from '@rapport/messages/words/standing';
import { trendSentence } from '@rapport/messages/words/trends';
import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { colour } from '../pdf/palette.ts';
import { CHART_FONT, PICTURE, trendPicture } from '../pdf/trend-picture.ts';

export type ChartName = 'trend' | 'ties' | 'groups';

interface Asked {
  chart: ChartName;
  release: ReleasedAnalysis;
  question: string;
  level: number;
  data: TrendData;
  locale: Locale;
}

const DOTS_A_PIXEL = 2;
const PAD = 24;
const TITLE = { size: 20, line: 26 };
const TEXT = { size: 13, line: 18 };

/** A chart as a PNG that can stand alone: its finding on top, whose it is, its key, and beneath what its lines mean. */
export async function chartPicture(asked: Asked): Promise<Buffer> {
  const { data, locale, release } = asked;
  const drawn = await loadImage(trendPicture(data, locale));
  const probe = createCanvas(1, 1).getContext('2d');
  const width = PICTURE.width + 2 * PAD;
  const { finding, note } = wordsOf(asked);
  const title = wrapped(probe, font(TITLE.size, 700), finding, width - 2 * PAD);
  const notes = wrapped(probe, font(TEXT.size), note, width - 2 * PAD);
  const keyTop = PAD + title.length * TITLE.line + TEXT.line + 6;
  const height = keyTop + TEXT.line + 10 + PICTURE.height + notes.length * TEXT.line + PAD;
  const canvas = createCanvas(width * DOTS_A_PIXEL, height * DOTS_A_PIXEL);
  const context = canvas.getContext('2d');
  context.scale(DOTS_A_PIXEL, DOTS_A_PIXEL);
  context.fillStyle = colour('--surface');
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'top';
  const write = (text: string, x: number, y: number, style: { font: string; token: string }) => {
    context.font = style.font;
    context.fillStyle = colour(style.token);
    context.fillText(text, x, y);
  };
  title.forEach((line, at) => write(line, PAD, PAD + at * TITLE.line, { font: font(TITLE.size, 700), token: '--ink' }));
  const quiet = { font: font(TEXT.size), token: '--muted' };
  write(release.context.name, PAD, keyTop - TEXT.line - 4, quiet);
  drawKey(context, data, keyTop);
  context.drawImage(drawn, PAD, keyTop + TEXT.line + 10, PICTURE.width, PICTURE.height);
  notes.forEach((line, at) => write(line, PAD, keyTop + TEXT.line + 10 + PICTURE.height + at * TEXT.line, quiet));
  return canvas.toBuffer('image/png');
}

const font = (size: number, weight = 400): string => `${weight} ${size}px "${CHART_FONT}"`;

function wordsOf({ chart, release, question, level, locale }: Asked): { finding: string; note: string } {
  const instrument = standing(release)?.instrument ?? null;
  if (chart === 'trend')
    return { finding: trendSentence(release, instrument, locale), note: m.chart_png_note({}, { locale }) };
  if (chart === 'groups')
    return { finding: pocketsOverTime(release, question, level, locale), note: m.ties_groups_note({}, { locale }) };
  const named = levelName(instrument, question, level, locale);
  return {
    finding: reachOverTime(release, question, level, locale),
    note: m.ties_time_note({ level: named }, { locale }),
  };
}

function drawKey(context: SKRSContext2D, { series }: TrendData, top: number): void {
  let x = PAD;
  context.font = font(TEXT.size);
  for (const { title, style } of series) {
    context.strokeStyle = colour(style.token);
    context.lineWidth = 2.5;
    context.setLineDash(style.dash);
    context.beginPath();
    context.moveTo(x, top + 8);
    context.lineTo(x + 34, top + 8);
    context.stroke();
    context.fillStyle = colour('--ink');
    context.fillText(title, x + 40, top);
    x += 40 + context.measureText(title).width + 20;
  }
  context.setLineDash([]);
}

function wrapped(context: SKRSContext2D, style: string, text: string, width: number): string[] {
  context.font = style;
  return text.split(' ').reduce<string[]>((lines, word) => {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length === 0 || context.measureText(longer).width > width) return [...lines, word];
    return [...lines.slice(0, -1), longer];
  }, []);
}
