import type { PointStyle } from 'chart.js';

/** How a scale is drawn: colour, dash and marker together, so that no line is told by its colour alone. */
export interface SeriesStyle {
  /** CSS custom property of app.css that holds the colour. */
  token: string;
  dash: number[];
  marker: Extract<PointStyle, 'circle' | 'rect' | 'triangle' | 'rectRot' | 'star' | 'crossRot'>;
}

const STYLES: Record<string, SeriesStyle> = {
  trust: { token: '--trust', dash: [], marker: 'circle' },
  commitment: { token: '--commitment', dash: [8, 4], marker: 'rect' },
  goals: { token: '--goals', dash: [2, 4], marker: 'triangle' },
  routines: { token: '--routines', dash: [9, 3, 2, 3], marker: 'rectRot' },
};

const BY_PLACE = Object.values(STYLES);
const FURTHER: SeriesStyle[] = [
  { token: '--other', dash: [1, 3], marker: 'star' },
  { token: '--other', dash: [12, 4], marker: 'crossRot' },
];

/** The style of a scale: its own where it has one, else the first that no other scale of the instrument has taken. */
export function seriesStyle(scale: string, scales: string[]): SeriesStyle {
  const own = STYLES[scale];
  if (own) return own;
  const taken = new Set(scales.map((id) => STYLES[id]));
  const free = [...BY_PLACE.filter((style) => !taken.has(style)), ...FURTHER];
  const place = scales.filter((id) => !STYLES[id]).indexOf(scale);
  return free[place % free.length] ?? { token: '--other', dash: [], marker: 'circle' };
}
