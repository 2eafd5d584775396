import type { TrendView } from '@rapport/charts/trend-data';

/** What an address asks a chart to show: `?scale=trust&scale=goals&from=2025-Q1&to=2025-Q4`. */
export const trendViewOf = (parameters: URLSearchParams): TrendView => ({
  scales: parameters.getAll('scale'),
  from: parameters.get('from'),
  to: parameters.get('to'),
});

/** The same as an address's query, empty for everything; with `wave`, seen from that closed wave. */
export function trendQuery({ scales, from, to }: TrendView, wave?: string): string {
  const parameters = new URLSearchParams(scales.map((scale) => ['scale', scale]));
  if (from) parameters.set('from', from);
  if (to) parameters.set('to', to);
  if (wave) parameters.set('wave', wave);
  const text = parameters.toString();
  return text && `?${text}`;
}
