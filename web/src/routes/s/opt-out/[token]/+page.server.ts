import { client } from '@rapport/api/client';
import { surveyError } from '$lib/survey/server/survey-error';
import type { Actions, PageServerLoad } from './$types';

/**
 * Looking changes nothing: mail scanners fetch links too. The address tells other pages nothing of itself but its origin, which
 * the page's own form has to name.
 */
export const load: PageServerLoad = async ({ params, fetch, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'strict-origin' });
  const reply = await client(fetch)['opt-out'][':token'].$get({ param: params });
  if (!reply.ok) return surveyError(reply);
  return reply.json();
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
