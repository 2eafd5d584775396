import {
  BarController,
  BarElement,
  Chart,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset,
  type ChartItem,
} from 'chart.js';
import annotation, { type AnnotationOptions } from 'chartjs-plugin-annotation';
import { peopleText, ratePoint } from '@rapport/analytics/release/people';
import { intervalBands } from './interval-bands.ts';
import { marginNames } from './margin-names.ts';
import { markLabels } from './mark-labels.ts';
import { sideRoom, type TrendData, type TrendSeries } from './trend-data.ts';

Chart.register(LineController, BarController, LineElement, BarElement, PointElement, LinearScale, Tooltip, annotation);

/** Below this width in CSS pixels names go to the key and only numbers stay at the axis. */
const NARROW = 520;
const TEXT = 12;
const GAP_LINE = 16;
/** Room that a wave's name under the axis takes. */
const WAVE_WIDTH = 58;
const RATE_AXIS = 'rate';

export interface TrendWords {
  answered: string;
  heldBack: string;
  /** Where nobody was heard. */
  nobody: string;
  /** One line of a tooltip: the figure with its interval and n. */
  point: (series: TrendSeries, at: number) => string;
  rate: (at: number) => string;
}

/** Where a chart is drawn: on a page it follows its box, on paper it keeps its size at so many dots a pixel. */
export interface DrawnSize {
  width: number;
  fixedAt?: number;
}

/** Draws levels over waves with interval bands, cut-points, the log's marks and the response rate beneath. */
export function drawTrend(
  canvas: ChartItem,
  { width, fixedAt }: DrawnSize,
  data: TrendData,
  colour: (token: string) => string,
  font: string,
  words: TrendWords,
): Chart {
  const narrow = width < NARROW;
  const days = data.waves.map(({ day }) => day);
  const room = sideRoom(data.waves);
  const top = data.axis?.top ?? 100;
  const ink = colour('--ink');
  const muted = colour('--muted');
  const line = colour('--line');
  const lines = data.series.map((series): ChartDataset<'line', { x: number; y: number | null }[]> => ({
    type: 'line',
    label: series.title,
    data: series.points.map((point, at) => ({ x: days[at] ?? 0, y: point?.mean ?? null })),
    borderColor: colour(series.style.token),
    backgroundColor: colour(series.style.token),
    borderDash: series.style.dash,
    borderWidth: 2.5,
    pointStyle: series.style.marker,
    pointRadius: narrow ? 4 : 5,
    pointHoverRadius: 7,
    pointBorderWidth: series.style.marker === 'star' || series.style.marker === 'crossRot' ? 2 : 0,
    spanGaps: false,
    yAxisID: 'y',
  }));
  const rate: ChartDataset<'bar', { x: number; y: number }[]> = {
    type: 'bar',
    label: words.answered,
    data: data.waves.map(({ day, responseRate }) => ({ x: day, y: ratePoint(responseRate) ?? 0 })),
    backgroundColor: colour('--edge'),
    barThickness: narrow ? 9 : 18,
    borderRadius: 2,
    yAxisID: RATE_AXIS,
  };
  const plotWidth = width - (narrow ? 46 : 150);
  const everyWave = Math.max(1, Math.ceil((data.waves.length * WAVE_WIDTH) / Math.max(1, plotWidth)));
  const fontOf = { family: font, size: TEXT };
  const config: ChartConfiguration<'line' | 'bar', { x: number; y: number | null }[]> = {
    type: 'line',
    data: { datasets: [...lines, rate] },
    options: {
      animation: false,
      responsive: fixedAt === undefined,
      ...(fixedAt === undefined ? {} : { devicePixelRatio: fixedAt }),
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 22, right: narrow ? 6 : 104 } },
      scales: {
        x: {
          type: 'linear',
          offset: false,
          min: (days.at(0) ?? 0) - room,
          max: (days.at(-1) ?? 0) + room,
          grid: { display: false },
          border: { color: muted },
          afterBuildTicks: (axis) => {
            axis.ticks = days.filter((_, at) => (days.length - 1 - at) % everyWave === 0).map((value) => ({ value }));
          },
          ticks: {
            font: fontOf,
            color: muted,
            maxRotation: 0,
            autoSkip: false,
            callback: (value) => {
              const wave = data.waves.find(({ day }) => day === value);
              return wave ? [...wave.label.split(' '), `n ${peopleText(wave.responded)}`] : '';
            },
          },
        },
        // The first axis of a stack lies lowest.
        [RATE_AXIS]: {
          axis: 'y',
          position: 'left',
          min: 0,
          max: 1,
          stack: 'levels',
          stackWeight: 1,
          grid: { display: false },
          border: { display: false },
          ticks: { display: false },
        },
        y: {
          position: 'left',
          min: 0,
          max: top,
          stack: 'levels',
          stackWeight: 7,
          grid: { color: line },
          border: { display: false },
          afterBuildTicks: (axis) => {
            axis.ticks = ticksOf(data, narrow).map((value) => ({ value }));
          },
          ticks: { font: fontOf, color: muted, autoSkip: false },
        },
      },
      plugins: {
        tooltip: {
          bodyFont: fontOf,
          titleFont: { ...fontOf, weight: 'bold' },
          usePointStyle: true,
          callbacks: {
            title: ([item]) => data.waves[item?.dataIndex ?? 0]?.label ?? '',
            label: ({ datasetIndex, dataIndex }) => {
              const series = data.series[datasetIndex];
              return series ? words.point(series, dataIndex) : words.rate(dataIndex);
            },
          },
        },
        annotation: {
          clip: false,
          annotations: annotations(data, { ink, muted, paper: colour('--surface'), colour }, fontOf, words, {
            narrow,
            pixelsPerDay: plotWidth / Math.max(1, (days.at(-1) ?? 0) - (days.at(0) ?? 0) + 2 * room),
          }),
        },
      },
    },
    plugins: [
      intervalBands(
        data,
        days,
        data.series.map(({ style }) => colour(style.token)),
      ),
      ...(narrow
        ? []
        : [marginNames(data.cuts, words.answered, RATE_AXIS, { colour: muted, font: `${TEXT}px ${font}` })]),
    ],
  };
  return new Chart(canvas, config);
}

function ticksOf({ axis, cuts }: TrendData, narrow: boolean): number[] {
  if (axis)
    return Array.from({ length: axis.top + 1 }, (_, at) => at).filter((at) => at % Math.ceil(axis.top / 5) === 0);
  return narrow && cuts.length > 0 ? [0, ...cuts.map(({ cut }) => cut), 100] : [0, 25, 50, 75, 100];
}

interface Palette {
  ink: string;
  muted: string;
  paper: string;
  colour: (token: string) => string;
}

function annotations(
  data: TrendData,
  { ink, muted, paper, colour }: Palette,
  font: { family: string; size: number },
  words: TrendWords,
  { narrow, pixelsPerDay }: { narrow: boolean; pixelsPerDay: number },
): AnnotationOptions[] {
  const top = data.axis?.top ?? 100;
  const cuts = data.cuts.map(({ cut }): AnnotationOptions => ({
    type: 'line',
    yMin: cut,
    yMax: cut,
    yScaleID: 'y',
    borderColor: muted,
    borderWidth: 1,
    borderDash: [1, 4],
    drawTime: 'beforeDatasetsDraw',
  }));
  const lines = data.marks.map(({ day }): AnnotationOptions => ({
    type: 'line',
    xMin: day,
    xMax: day,
    yMin: 0,
    yMax: top,
    yScaleID: 'y',
    borderColor: muted,
    borderWidth: 1,
    borderDash: [3, 3],
    drawTime: 'beforeDatasetsDraw',
  }));
  const numbers = markLabels(data.marks, pixelsPerDay).map(({ day, text }): AnnotationOptions => ({
    type: 'label',
    xValue: day,
    yValue: top,
    yScaleID: 'y',
    yAdjust: -12,
    content: text,
    font: { ...font, weight: 'bold' },
    color: ink,
    backgroundColor: paper,
    borderColor: muted,
    borderWidth: 1,
    borderRadius: 9,
    padding: { x: 5, y: 2 },
  }));
  const goals = data.goals.map((day): AnnotationOptions => ({
    type: 'point',
    xValue: day,
    yValue: 0,
    yScaleID: 'y',
    pointStyle: 'rectRot',
    radius: 6,
    backgroundColor: paper,
    borderColor: ink,
    borderWidth: 2,
  }));
  // What has nothing to show leaves its hole alone; it is not held back.
  const named = data.gaps.filter(({ reason }) => reason !== null || data.unsaid === undefined);
  const gaps = named.flatMap(({ scale, day, reason }, index): AnnotationOptions[] => {
    const series = data.series.find((one) => one.scale === scale);
    const at = data.waves.findIndex((wave) => wave.day === day);
    return series
      ? [
          {
            type: 'label',
            xValue: day,
            yValue: besideGap(series, at, top),
            // Several scales without a figure in one wave stand above each other.
            yAdjust: -GAP_LINE * named.slice(0, index).filter((gap) => gap.day === day).length,
            yScaleID: 'y',
            content: narrow ? '?' : reason === null ? words.nobody : words.heldBack,
            color: colour(series.style.token),
            backgroundColor: paper,
            font,
            padding: 2,
          },
        ]
      : [];
  });
  return [...cuts, ...lines, ...numbers, ...goals, ...gaps];
}

/** Height at which a gap is named: between its neighbours, so that it reads as a hole in the line and not as a value. */
function besideGap({ points }: TrendSeries, at: number, top: number): number {
  const before = points.slice(0, at).findLast((point) => point !== null)?.mean;
  const after = points.slice(at + 1).find((point) => point !== null)?.mean;
  const known = [before, after].filter((mean) => mean !== undefined);
  return known.length === 0 ? top / 2 : known.reduce((sum, mean) => sum + mean, 0) / known.length;
}
