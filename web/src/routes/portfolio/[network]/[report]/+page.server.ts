import { redirect } from '@sveltejs/kit';
import { trendViewOf } from '$lib/charts/trend-view';
import { pdfProgress } from '$lib/server/pdf-progress';
import { fundedReport } from '$lib/server/published-report';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url, setHeaders }) => {
  const address = `/api/portfolio/${encodeURIComponent(params.network)}/${encodeURIComponent(params.report)}`;
  const [report, pdf] = await Promise.all([fundedReport(fetch, params), pdfProgress(fetch, address)]);
  if (!report) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname)}`);
  setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
  return { report, pdf, address, view: trendViewOf(url.searchParams), signedIn: true };
};
