import { client } from '@rapport/api/client';
import { surveyError } from '$lib/survey/server/survey-error';
import type { Actions, PageServerLoad } from './$types';

/** Looking changes nothing: mail scanners fetch links too. */
export const load: PageServerLoad = async ({ params, fetch, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'no-referrer' });
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
