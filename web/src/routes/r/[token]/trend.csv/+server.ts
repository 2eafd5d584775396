import { error } from '@sveltejs/kit';
import { standing } from '@rapport/messages/words/standing';
import { trendCsv } from '$lib/charts/csv';
import { trendData } from '@rapport/charts/trend-data';
import { trendViewOf } from '$lib/charts/trend-view';
import { publishedReport } from '$lib/server/published-report';
import type { RequestHandler } from './$types';

/** The numbers behind the report's chart. */
export const GET: RequestHandler = async ({ fetch, params, url, locals }) => {
  const report = await publishedReport(fetch, params.token);
  if (!report) error(401);
  const { release } = report;
  const data = trendData(release, standing(release)?.instrument ?? null, locals.locale, trendViewOf(url.searchParams));
  return new Response(trendCsv(data), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${release.network}-trend.csv"`,
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    },
  });
};
