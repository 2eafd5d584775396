import { api, required } from '$lib/api';
import type { PageServerLoad } from './$types';

// The address's query is read on the page: a change of wave or level asks the server for nothing.
export const load: PageServerLoad = async ({ fetch, params, parent }) => {
  await parent();
  return { release: await required(api(fetch).networks[':network'].analysis.$get({ param: params })) };
};
