import { drawPoint } from 'chart.js/helpers';
import type { Pen } from './draw-timeline.ts';
import type { TrendSeries } from './trend-data.ts';

const SAMPLE = 34;
const TO_TEXT = 40;
const BETWEEN = 20;

/** Names beside samples of their lines, each with its dash and marker, in a row; `top` is that of the text. */
export function drawKey(
  pen: Pen & { setLineDash(dash: number[]): void },
  series: readonly TrendSeries[],
  { left, top }: { left: number; top: number },
  { colour, font }: { colour: (token: string) => string; font: string },
): void {
  let x = left;
  pen.font = font;
  for (const { title, style } of series) {
    pen.strokeStyle = pen.fillStyle = colour(style.token);
    pen.lineWidth = 2.5;
    pen.setLineDash(style.dash);
    pen.beginPath();
    pen.moveTo(x, top + 8);
    pen.lineTo(x + SAMPLE, top + 8);
    pen.stroke();
    pen.setLineDash([]);
    // Guarantee: Chart.js draws a marker with paths alone, which pages' canvases and the server's have.
    const context = pen as unknown as Parameters<typeof drawPoint>[0];
    drawPoint(context, { pointStyle: style.marker, radius: 5, borderWidth: 2 }, x + SAMPLE / 2, top + 8);
    pen.fillStyle = colour('--ink');
    pen.fillText(title, x + TO_TEXT, top);
    x += TO_TEXT + pen.measureText(title).width + BETWEEN;
  }
}
