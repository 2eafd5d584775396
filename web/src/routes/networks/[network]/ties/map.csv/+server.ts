import { api, required } from '$lib/api';
import { tiesCsv } from '$lib/ties/ties-csv';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ fetch, params, url, locals }) => {
  const release = await required(api(fetch).networks[':network'].analysis.$get({ param: params }));
  return tiesCsv('map', release, url.searchParams, locals.locale);
};
