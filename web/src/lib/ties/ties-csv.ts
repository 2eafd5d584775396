import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { pocketTrend, tieTrend } from '@rapport/charts/tie-trend';
import type { Locale } from '@rapport/messages/runtime';
import { trendCsv } from '$lib/charts/csv';
import { tiesShown, tiesViewOf } from './ties-view';

/** The numbers behind a chart of ties as a file, at the question and level that the address asks for. */
export function tiesCsv(
  chart: 'measures' | 'groups',
  release: ReleasedAnalysis,
  parameters: URLSearchParams,
  locale: Locale,
): Response {
  const shown = tiesShown(release, tiesViewOf(parameters));
  if (!shown || shown.question === null) return new Response(null, { status: 404 });
  const { question, level } = shown;
  const data =
    chart === 'measures' ? tieTrend(release, question, level, locale) : pocketTrend(release, question, locale);
  return new Response(trendCsv(data), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${release.network}-ties-${chart}.csv"`,
    },
  });
}
