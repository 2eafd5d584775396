import { api, required } from '$lib/api';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params }) => {
  const { release } = await required(api(fetch).networks[':network'].overview.$get({ param: params, query: {} }));
  return { release };
};
