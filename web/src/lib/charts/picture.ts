import { drawKey } from '@rapport/charts/draw-key';
import type { TrendData } from '@rapport/charts/trend-data';

interface Texts {
  title: string;
  subtitle: string;
  note: string;
  file: string;
}

const PAD = 24;
/** Room of the key, where there is one. */
const KEY = 26;

/** Saves a drawn chart as a PNG with its finding, key and caveat, so that it can stand alone in a slide. */
export function downloadPicture(
  chart: HTMLCanvasElement,
  { series }: Pick<TrendData, 'series'>,
  { title, subtitle, note, file }: Texts,
  colour: (token: string) => string,
): void {
  // One that is on no page has no size there: it is taken for a picture of two dots a pixel.
  const [shownWidth, shownHeight] = [chart.clientWidth || chart.width / 2, chart.clientHeight || chart.height / 2];
  const scale = chart.width / shownWidth;
  const width = shownWidth + 2 * PAD;
  const sheet = document.createElement('canvas');
  const context = sheet.getContext('2d');
  if (!context) return;
  const family = getComputedStyle(chart.parentElement ?? document.body).fontFamily;
  const text = (size: number, weight = 400) => `${weight} ${size}px ${family}`;
  context.font = text(20, 650);
  const titleLines = wrapped(context, title, width - 2 * PAD);
  context.font = text(13);
  const noteLines = wrapped(context, note, width - 2 * PAD);
  const keyTop = PAD + titleLines.length * 26 + 24;
  const top = keyTop + (series.length > 0 ? KEY : 4);
  const height = top + 8 + shownHeight + noteLines.length * 18 + PAD;
  sheet.width = width * scale;
  sheet.height = height * scale;
  context.scale(scale, scale);
  context.fillStyle = colour('--surface');
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'top';
  context.fillStyle = colour('--ink');
  context.font = text(20, 650);
  titleLines.forEach((line, at) => context.fillText(line, PAD, PAD + at * 26));
  context.font = text(13);
  context.fillStyle = colour('--muted');
  context.fillText(subtitle, PAD, keyTop - 22);
  drawKey(context, series, { left: PAD, top: keyTop }, { colour, font: text(13) });
  context.drawImage(chart, PAD, top, shownWidth, shownHeight);
  context.fillStyle = colour('--muted');
  noteLines.forEach((line, at) => context.fillText(line, PAD, top + 8 + shownHeight + at * 18));
  const link = document.createElement('a');
  link.download = file;
  link.href = sheet.toDataURL('image/png');
  link.click();
}

function wrapped(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (context.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
