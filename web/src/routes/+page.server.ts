import { api, ifSignedIn, required } from '$lib/api';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const calls = api(fetch);
  const [mine, service] = await Promise.all([
    ifSignedIn(calls.account.networks.$get()),
    required(calls.service.$get()),
  ]);
  const roles = mine?.networks.flatMap((network) => network.roles) ?? [];
  // A funder's start is the portfolio; who has other roles too finds it from here.
  if (roles.length > 0 && roles.every((role) => role === 'funder')) redirect(303, '/portfolio');
  return { signedIn: mine !== null, networks: mine?.networks ?? null, origin: url.origin, ...service };
};
