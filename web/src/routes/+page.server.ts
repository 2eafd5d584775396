import { api, ifSignedIn, required } from '$lib/api';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch }) => {
  const calls = api(fetch);
  const [mine, service] = await Promise.all([ifSignedIn(calls.networks.$get()), required(calls.service.$get())]);
  return { signedIn: mine !== null, networks: mine?.networks ?? null, ...service };
};
