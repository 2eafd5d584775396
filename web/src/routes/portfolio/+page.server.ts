import { redirect } from '@sveltejs/kit';
import { api, ifSignedIn } from '$lib/api';
import { portfolioViewOf } from '$lib/portfolio/arrange';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url, setHeaders }) => {
  const portfolio = await ifSignedIn(api(fetch).portfolio.$get());
  if (!portfolio) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`);
  setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
  return { ...portfolio, view: portfolioViewOf(url.searchParams), signedIn: true };
};
