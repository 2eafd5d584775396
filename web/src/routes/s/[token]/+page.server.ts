import { client } from '@rapport/api/client';
import { redirect } from '@sveltejs/kit';
import { followMember } from '$lib/server/language';
import { surveyError } from '$lib/survey/server/survey-error';
import { forwardCookies } from '$lib/server/forward-cookies';
import type { PageServerLoad } from './$types';

/** Exchanges the invitation for a cookie and goes on at an address that holds no token. */
export const load: PageServerLoad = async (event) => {
  const { params, fetch, cookies, setHeaders } = event;
  setHeaders({ 'referrer-policy': 'no-referrer' });
  const reply = await client(fetch).survey.session.$post({ json: { token: params.token, unread: true } });
  if (!reply.ok) return surveyError(reply);
  forwardCookies(reply, cookies);
  followMember(event, (await reply.json()).language);
  redirect(303, '/s');
};
