import { client } from '@rapport/api/client';
import { fail, redirect } from '@sveltejs/kit';
import { surveyError } from '$lib/survey/server/survey-error';
import type { Actions, PageServerLoad } from './$types';

/** For a device whose link passed through other hands: a mailed code lets it read earlier answers. */
export const load: PageServerLoad = async ({ fetch }) => {
  const reply = await client(fetch).survey.$get();
  if (!reply.ok) return surveyError(reply);
  const { handedOn, network } = await reply.json();
  if (!handedOn) redirect(303, '/s');
  return { network: network.name };
};

export const actions: Actions = {
  send: async ({ fetch }) => {
    const reply = await client(fetch).survey.code.$post();
    if (reply.ok) return { minutes: (await reply.json()).minutes };
    const status: number = reply.status;
    if (status === 429) return fail(429, { problem: 'wait' as const });
    if (status === 401) return surveyError(reply);
    return fail(409, { problem: 'no-mail' as const });
  },
  confirm: async ({ fetch, request }) => {
    const code = (await request.formData()).get('code');
    const json = { code: typeof code === 'string' ? code.slice(0, 40) : '' };
    const reply = await client(fetch).survey.code.confirmation.$post({ json });
    if (reply.ok) redirect(303, '/s');
    const status: number = reply.status;
    if (status === 401) return surveyError(reply);
    return fail(422, { problem: 'wrong' as const });
  },
};
