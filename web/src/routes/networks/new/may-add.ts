import { redirect } from '@sveltejs/kit';
import { api, ifSignedIn, required } from '$lib/api';

/** Whether the account may add a network: whoever leads one, or anybody while there is none. Others sign in first. */
export async function loadMayAdd({ fetch, url }: { fetch: typeof globalThis.fetch; url: URL }) {
  const calls = api(fetch);
  const [mine, service] = await Promise.all([ifSignedIn(calls.networks.$get()), required(calls.service.$get())]);
  if (!mine) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname)}`);
  return { signedIn: true, mayAdd: service.empty || mine.networks.some(({ roles }) => roles.includes('lead')) };
}
