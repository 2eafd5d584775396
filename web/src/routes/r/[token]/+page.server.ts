import { trendViewOf } from '$lib/charts/trend-view';
import { publishedReport } from '$lib/server/published-report';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url, setHeaders }) => {
  // The address is the key to the report: it must not travel on, nor be found.
  setHeaders({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' });
  const report = await publishedReport(fetch, params.token);
  return { report, token: params.token, view: trendViewOf(url.searchParams) };
};
