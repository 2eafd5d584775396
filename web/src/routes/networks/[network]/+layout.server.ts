import { redirect } from '@sveltejs/kit';
import { api, ifSignedIn } from '$lib/api';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ fetch, params, url }) => {
  const workspace = await ifSignedIn(api(fetch).networks[':network'].workspace.$get({ param: params }));
  if (!workspace) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname)}`);
  return { ...workspace, signedIn: true };
};
