import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { drawTrend } from '@rapport/charts/draw-trend';
import type { TrendData } from '@rapport/charts/trend-data';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import type { ChartItem } from 'chart.js';
import { colour } from './palette.ts';
import { FONTS } from './paper.ts';

/** The report's font as canvases know it, once it was loaded. */
export const CHART_FONT = 'Rapport Report';
export const DOTS_A_PIXEL = 3;
export const PICTURE = { width: 760, height: 380 };
/** The chart can be read down to this height, in CSS pixels. */
export const LOWEST_PICTURE = 260;

export function loadChartFont(): void {
  if (!GlobalFonts.has(CHART_FONT)) GlobalFonts.registerFromPath(FONTS.text, CHART_FONT);
}

/** The page's chart as a PNG for paper, `height` CSS pixels high: the same lines, dashes, markers and marks in the light palette. */
export function trendPicture(data: TrendData, locale: Locale, height = PICTURE.height): Buffer {
  loadChartFont();
  const canvas = createCanvas(PICTURE.width, height);
  // Guarantee: Chart.js uses of a canvas only what @napi-rs/canvas has; it has no style, which Chart.js sets.
  const item = Object.assign(canvas, { style: {} }) as unknown as ChartItem;
  const words = {
    answered: m.chart_answered({}, { locale }),
    heldBack: m.chart_held_back({}, { locale }),
    nobody: m.chart_nobody({}, { locale }),
    point: () => '',
    rate: () => '',
  };
  const chart = drawTrend(item, { width: PICTURE.width, fixedAt: DOTS_A_PIXEL }, data, colour, CHART_FONT, words);
  const png = canvas.toBuffer('image/png');
  chart.destroy();
  return png;
}
