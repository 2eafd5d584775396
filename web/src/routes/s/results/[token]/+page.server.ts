import { client } from '@rapport/api/client';
import { redirect } from '@sveltejs/kit';
import { forwardCookies } from '$lib/server/forward-cookies';
import { followMember } from '$lib/server/language';
import { surveyError } from '$lib/survey/server/survey-error';
import type { PageServerLoad } from './$types';

/** The personal link of a thank-you: exchanged for a cookie, and on to an address that holds no token. */
export const load: PageServerLoad = async (event) => {
  const { params, fetch, cookies, setHeaders } = event;
  setHeaders({ 'referrer-policy': 'no-referrer' });
  const reply = await client(fetch).survey['results-session'].$post({ json: { token: params.token } });
  if (!reply.ok) return surveyError(reply);
  forwardCookies(reply, cookies);
  followMember(event, (await reply.json()).language);
  redirect(303, '/s/results');
};
