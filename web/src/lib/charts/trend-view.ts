import type { TrendView } from '@rapport/charts/trend-data';

/** What an address asks a chart to show: `?scale=trust&scale=goals&from=2025-Q1&to=2025-Q4`. */
export const trendViewOf = (parameters: URLSearchParams): TrendView => ({
  scales: parameters.getAll('scale'),
  from: parameters.get('from'),
  to: parameters.get('to'),
});

/** The same as an address's query, empty for everything. */
export function trendQuery({ scales, from, to }: TrendView): string {
  const parameters = new URLSearchParams(scales.map((scale) => ['scale', scale]));
  if (from) parameters.set('from', from);
  if (to) parameters.set('to', to);
  const text = parameters.toString();
  return text && `?${text}`;
}
