import { client } from '@rapport/api/client';
import { redirect } from '@sveltejs/kit';
import { surveyError } from '$lib/survey/server/survey-error';
import { forwardCookies } from '$lib/server/forward-cookies';
import type { PageServerLoad } from './$types';

/** Exchanges the invitation for a cookie and goes on at an address that holds no token. */
export const load: PageServerLoad = async ({ params, fetch, cookies, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'no-referrer' });
  const reply = await client(fetch).survey.session.$post({ json: { token: params.token, unread: true } });
  if (!reply.ok) return surveyError(reply);
  forwardCookies(reply, cookies);
  redirect(303, '/s');
};
