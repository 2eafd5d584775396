import { env } from '$env/dynamic/private';
import { api, ifSignedIn } from '$lib/api';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch }) => {
  const signedIn = await ifSignedIn(api(fetch).networks.$get());
  return { signedIn: signedIn !== null, networks: signedIn?.networks ?? null, demo: env.DEMO !== '0' };
};
