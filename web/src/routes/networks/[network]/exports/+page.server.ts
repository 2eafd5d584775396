import { api, required } from '$lib/api';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent }) => {
  await parent();
  const network = api(fetch).networks[':network'];
  const [{ waves }, { takenOut }] = await Promise.all([
    required(network.waves.$get({ param: params })),
    required(network['taken-out'].$get({ param: params })),
  ]);
  return { closed: waves.some(({ state }) => state === 'closed'), takenOut };
};
