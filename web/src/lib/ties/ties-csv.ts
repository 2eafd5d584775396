import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { pocketTrend, tieTrend } from '@rapport/charts/tie-trend';
import type { Locale } from '@rapport/messages/runtime';
import { csvFile, trendCsv } from '$lib/charts/csv';
import { tieMap } from './tie-map';
import { tiesShown, tiesViewOf, type TiesShown, type TiesView } from './ties-view';

/** The numbers behind a chart of ties as a file: the question, the level, and for the map the wave, that the address asks for. */
export function tiesCsv(
  chart: 'map' | 'measures' | 'groups',
  release: ReleasedAnalysis,
  parameters: URLSearchParams,
  locale: Locale,
): Response {
  const view = tiesViewOf(parameters);
  const shown = tiesShown(release, view);
  if (!shown || shown.question === null) return new Response(null, { status: 404 });
  const { question, level } = shown;
  const text = {
    map: () => mapCsv(release, { ...shown, question }, view),
    measures: () => trendCsv(tieTrend(release, question, level, locale)),
    groups: () => trendCsv(pocketTrend(release, question, locale)),
  }[chart]();
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${release.network}-ties-${chart}.csv"`,
    },
  });
}

/** A row for each line of the map; of one that is not confirmed `from` is the side that sees it. */
function mapCsv(
  release: ReleasedAnalysis,
  { standing, question, level }: TiesShown & { question: string },
  { confirmed }: TiesView,
): string {
  const { wave } = standing.wave;
  const { agencies, ties } = tieMap(release, { wave, question, level, confirmed });
  const names = new Map(agencies.map(({ organisation, name }) => [organisation, name]));
  const head = ['wave', 'question', 'level', 'from', 'from_name', 'to', 'to_name', 'confirmed', 'value', 'in_group'];
  const rows = ties.map((tie) => [
    wave,
    question,
    level,
    tie.from,
    names.get(tie.from) ?? '',
    tie.to,
    names.get(tie.to) ?? '',
    tie.confirmed ? 1 : 0,
    tie.strength,
    tie.inPocket ? 1 : 0,
  ]);
  return csvFile([head, ...rows]);
}
