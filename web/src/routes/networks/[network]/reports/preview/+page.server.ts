import { redirect } from '@sveltejs/kit';
import { api, ifSignedIn } from '$lib/api';
import { trendViewOf } from '$lib/charts/trend-view';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const query = { wave: url.searchParams.get('wave') ?? '' };
  const preview = await ifSignedIn(api(fetch).networks[':network']['report-preview'].$get({ param: params, query }));
  if (!preview) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`);
  return { report: preview.document, network: params.network, signedIn: true, view: trendViewOf(url.searchParams) };
};
