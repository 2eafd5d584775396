import { createCanvas } from '@napi-rs/canvas';
import { drawTimeline, timelineSize } from '@rapport/charts/draw-timeline';
import type { TimelineData } from '@rapport/charts/timeline-data';
import { m } from '@rapport/messages';
import type { Locale } from '@rapport/messages/runtime';
import { colour } from './palette.ts';
import { CHART_FONT, DOTS_A_PIXEL, loadChartFont } from './trend-picture.ts';

/** The ladder over the waves as a PNG in the light palette, with its size in CSS pixels. */
export function timelinePicture(
  data: TimelineData,
  locale: Locale,
): { png: Buffer; size: { width: number; height: number } } {
  loadChartFont();
  const size = timelineSize(data);
  const canvas = createCanvas(size.width * DOTS_A_PIXEL, size.height * DOTS_A_PIXEL);
  const context = canvas.getContext('2d');
  context.scale(DOTS_A_PIXEL, DOTS_A_PIXEL);
  drawTimeline(
    context,
    data,
    { colour, font: `"${CHART_FONT}"` },
    {
      verdict: m.timeline_verdict({}, { locale }),
      mandate: m.rung_mandate({}, { locale }),
      aim: m.rung_aim({}, { locale }),
    },
  );
  return { png: canvas.toBuffer('image/png'), size };
}
