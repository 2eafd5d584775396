import type { Plugin } from 'chart.js';
import type { TrendData, TrendSeries } from './trend-data.ts';

/** Shades each series' interval in its colour, one polygon for each unbroken run of waves; a wave alone gets a bar. */
export function intervalBands(data: TrendData, days: number[], colours: string[]): Plugin<'line' | 'bar'> {
  return {
    id: 'interval-bands',
    beforeDatasetsDraw({ ctx, scales: { x, y } }) {
      if (!x || !y) return;
      ctx.save();
      for (const [index, series] of data.series.entries()) {
        ctx.fillStyle = ctx.strokeStyle = colours[index] ?? 'transparent';
        for (const run of runsOf(series)) {
          const edges = run.map(({ at, interval: [low, high] }) => ({
            x: x.getPixelForValue(days[at] ?? 0),
            low: y.getPixelForValue(Math.max(0, low)),
            high: y.getPixelForValue(Math.min(100, high)),
          }));
          ctx.globalAlpha = edges.length > 1 ? 0.13 : 0.5;
          ctx.lineWidth = 5;
          ctx.beginPath();
          edges.forEach((edge) => ctx.lineTo(edge.x, edge.high));
          edges.toReversed().forEach((edge) => ctx.lineTo(edge.x, edge.low));
          if (edges.length > 1) ctx.fill();
          else ctx.stroke();
        }
      }
      ctx.restore();
    },
  };
}

function runsOf({ points }: TrendSeries): { at: number; interval: [number, number] }[][] {
  const runs: { at: number; interval: [number, number] }[][] = [[]];
  points.forEach((point, at) => {
    if (point?.interval) runs.at(-1)?.push({ at, interval: point.interval });
    else runs.push([]);
  });
  return runs.filter((run) => run.length > 0);
}
