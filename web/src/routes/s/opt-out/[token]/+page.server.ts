import { client } from '@rapport/api/client';
import { redirect } from '@sveltejs/kit';
import { followMember } from '$lib/server/language';
import { surveyError } from '$lib/survey/server/survey-error';
import type { Actions, PageServerLoad } from './$types';

/**
 * Looking changes nothing: mail scanners fetch links too. The address tells other pages nothing of itself but its origin, which
 * the page's own form has to name.
 */
export const load: PageServerLoad = async (event) => {
  const { params, fetch, setHeaders, url } = event;
  setHeaders({ 'referrer-policy': 'strict-origin' });
  const reply = await client(fetch)['opt-out'][':token'].$get({ param: params });
  if (!reply.ok) return surveyError(reply);
  const about = await reply.json();
  if (followMember(event, about.language)) redirect(303, url.pathname);
  return about;
};

export const actions: Actions = {
  stop: async ({ params, fetch }) => {
    const reply = await client(fetch)['opt-out'][':token'].$post({ param: params });
    if (!reply.ok) await surveyError(reply);
  },
  again: async ({ params, fetch }) => {
    const reply = await client(fetch)['opt-out'][':token'].$delete({ param: params });
    if (!reply.ok) await surveyError(reply);
  },
};
