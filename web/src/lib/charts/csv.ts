import { peopleText, rateText } from '@rapport/analytics/release/people';
import type { TrendData } from '@rapport/charts/trend-data';

/** A cell as RFC 4180 has it; what a spreadsheet would take for a formula is kept as text. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? String(value) : /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvFile = (rows: (string | number | null)[][]): string =>
  rows.map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';

/** The numbers behind the trend chart, one row for each wave and scale; an empty mean is a gap. */
export function trendCsv({ waves, series }: TrendData): string {
  const head = [
    'wave',
    'label',
    'scale',
    'title',
    'mean',
    'lower95',
    'upper95',
    'n',
    'response_rate',
    'organisations_heard',
    'organisations',
  ];
  const rows = waves.flatMap((wave, at) =>
    series.map(({ scale, title, points }) => {
      const point = points[at] ?? null;
      return [
        wave.wave,
        wave.label,
        scale,
        title,
        point?.mean ?? null,
        point?.interval?.[0] ?? null,
        point?.interval?.[1] ?? null,
        point && point.n !== null ? peopleText(point.n) : null,
        typeof wave.responseRate === 'number' ? wave.responseRate : rateText(wave.responseRate),
        wave.organisationsHeard,
        wave.organisations,
      ];
    }),
  );
  return csvFile([head, ...rows]);
}
