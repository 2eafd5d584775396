import { drawKey } from '@rapport/charts/draw-key';
import { pocketTrend, tieTrend } from '@rapport/charts/tie-trend';
import { timelineData } from '@rapport/charts/timeline-data';
import { trendData, type TrendData, type TrendSeries } from '@rapport/charts/trend-data';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { levelName } from '@rapport/messages/words/names';
import { mainQuestion, pocketsOverTime, reachOverTime, watchedLevel } from '@rapport/messages/words/relations';
import type { Standing } from '@rapport/messages/words/standing';
import { timelineSentence } from '@rapport/messages/words/timeline';
import { trendSentence } from '@rapport/messages/words/trends';
import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { colour } from '../pdf/palette.ts';
import { timelinePicture } from '../pdf/timeline-picture.ts';
import { CHART_FONT, PICTURE, trendPicture } from '../pdf/trend-picture.ts';

export const CHARTS = ['readiness', 'trend', 'ties', 'groups'] as const;

interface Asked {
  chart: (typeof CHARTS)[number];
  then: Standing;
  locale: Locale;
}

interface Drawn {
  png: Buffer;
  size: { width: number; height: number };
  /** Lines that the key names. */
  series: TrendSeries[];
  finding: string;
  note: string;
}

const DOTS_A_PIXEL = 2;
const PAD = 24;
const TITLE = { size: 20, line: 26 };
const TEXT = { size: 13, line: 18 };

/**
 * A chart as a PNG that can stand alone: its finding on top, whose it is, its key, and beneath what its lines mean.
 * Null where the release has nothing of the kind.
 */
export async function chartPicture(asked: Asked): Promise<Buffer | null> {
  const drawn = drawnOf(asked);
  if (!drawn) return null;
  const { finding, note, size, series } = drawn;
  const picture = await loadImage(drawn.png);
  const probe = createCanvas(1, 1).getContext('2d');
  const width = size.width + 2 * PAD;
  const title = wrapped(probe, font(TITLE.size, 700), finding, width - 2 * PAD);
  const notes = wrapped(probe, font(TEXT.size), note, width - 2 * PAD);
  const keyTop = PAD + title.length * TITLE.line + TEXT.line + 6;
  const top = keyTop + (series.length > 0 ? TEXT.line + 10 : 4);
  const height = top + size.height + notes.length * TEXT.line + PAD;
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
  write(asked.then.release.context.name, PAD, keyTop - TEXT.line - 4, quiet);
  drawKey(context, series, { left: PAD, top: keyTop }, { colour, font: font(TEXT.size) });
  context.drawImage(picture, PAD, top, size.width, size.height);
  notes.forEach((line, at) => write(line, PAD, top + size.height + at * TEXT.line, quiet));
  return canvas.toBuffer('image/png');
}

/** The chart itself with its words. */
function drawnOf({ chart, then, locale }: Asked): Drawn | null {
  const { release, instrument } = then;
  if (chart === 'readiness') {
    const finding = timelineSentence(release, locale);
    const note = `${m.timeline_caption({}, { locale })}. ${m.method_cuts_short({}, { locale })}`;
    return finding === null
      ? null
      : { ...timelinePicture(timelineData(release, locale), locale), series: [], finding, note };
  }
  const overTime = (data: TrendData, finding: string, note: string): Drawn => ({
    png: trendPicture(data, locale),
    size: PICTURE,
    series: data.series,
    finding,
    note,
  });
  if (chart === 'trend') {
    const finding = trendSentence(release, instrument, locale);
    return overTime(trendData(release, instrument, locale), finding, m.chart_png_note({}, { locale }));
  }
  const question = mainQuestion(then);
  if (question === null) return null;
  const level = watchedLevel(then, question) ?? 0;
  if (chart === 'groups') {
    const finding = pocketsOverTime(release, question, level, locale);
    return overTime(pocketTrend(release, question, locale), finding, m.ties_groups_note({}, { locale }));
  }
  const note = m.ties_time_note({ level: levelName(instrument, question, level, locale) }, { locale });
  const finding = reachOverTime(release, question, level, locale);
  return overTime(tieTrend(release, question, level, locale), finding, note);
}

const font = (size: number, weight = 400): string => `${weight} ${size}px "${CHART_FONT}"`;

function wrapped(context: SKRSContext2D, style: string, text: string, width: number): string[] {
  context.font = style;
  return text.split(' ').reduce<string[]>((lines, word) => {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length === 0 || context.measureText(longer).width > width) return [...lines, word];
    return [...lines.slice(0, -1), longer];
  }, []);
}
