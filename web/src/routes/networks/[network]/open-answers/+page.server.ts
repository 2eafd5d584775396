import { api, required } from '$lib/api';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  await parent();
  const release = await required(api(fetch).networks[':network'].analysis.$get({ param: params }));
  return { release, wave: url.searchParams.get('wave') };
};
