import type { Plugin } from 'chart.js';

/** Names the cut-points and the response rate in the right margin, beside the plot and never over the lines. */
export function marginNames(
  cuts: { name: string; cut: number }[],
  answered: string,
  rateAxis: string,
  style: { colour: string; font: string },
): Plugin<'line' | 'bar'> {
  return {
    id: 'margin-names',
    afterDraw({ ctx, chartArea, scales }) {
      const { y } = scales;
      const rate = scales[rateAxis];
      if (!y || !rate) return;
      ctx.save();
      ctx.fillStyle = style.colour;
      ctx.font = style.font;
      ctx.textBaseline = 'middle';
      for (const { name, cut } of cuts) ctx.fillText(name, chartArea.right + 8, y.getPixelForValue(cut));
      ctx.fillText(answered, chartArea.right + 8, (rate.top + rate.bottom) / 2);
      ctx.restore();
    },
  };
}
