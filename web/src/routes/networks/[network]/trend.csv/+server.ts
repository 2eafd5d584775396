import { standing } from '@rapport/messages/words/standing';
import { api, required } from '$lib/api';
import { trendCsv } from '$lib/charts/csv';
import { trendData } from '@rapport/charts/trend-data';
import { trendViewOf } from '$lib/charts/trend-view';
import type { RequestHandler } from './$types';

/** The numbers behind the chart as the address filters it. */
export const GET: RequestHandler = async ({ fetch, params, url, locals }) => {
  const wave = url.searchParams.get('wave');
  const query = wave ? { wave } : {};
  const { release } = await required(api(fetch).networks[':network'].overview.$get({ param: params, query }));
  const data = trendData(release, standing(release)?.instrument ?? null, locals.locale, trendViewOf(url.searchParams));
  return new Response(trendCsv(data), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${release.network}-trend.csv"`,
    },
  });
};
