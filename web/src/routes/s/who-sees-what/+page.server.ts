import { client } from '@rapport/api/client';
import { fail, redirect } from '@sveltejs/kit';
import { surveyError } from '$lib/survey/server/survey-error';
import type { Actions, PageServerLoad } from './$types';

const SMALLEST_CELL = 5;

/** Anyone may read who sees what; with a survey open, it names this network's own numbers and custodian. */
export const load: PageServerLoad = async ({ fetch, url }) => {
  const { survey: form } = client(fetch);
  const [reply, taken] = await Promise.all([form.$get(), form['taken-out'].$get()]);
  const survey = reply.ok ? await reply.json() : null;
  return {
    people: survey?.network.minimumCell ?? SMALLEST_CELL,
    withdrawn: url.searchParams.has('withdrawn'),
    mine: survey && {
      network: survey.network.name,
      wave: survey.wave.label,
      submitted: survey.submitted !== null,
      handedOn: survey.handedOn,
      custodians: survey.custodians,
      takenOut: taken.ok ? (await taken.json()).takenOut : [],
    },
  };
};

export const actions: Actions = {
  withdraw: async ({ fetch }) => {
    const reply = await client(fetch).survey.submission.$delete();
    const status: number = reply.status;
    // Nothing there to take back is as good as taken back.
    if (!reply.ok && status !== 404) await surveyError(reply);
    redirect(303, '/s/who-sees-what?withdrawn#yours');
  },
  erase: async ({ fetch, request }) => {
    const fields = await request.formData();
    if (!fields.has('sure')) return fail(400, { unsure: true });
    const reply = await client(fetch).survey.mine.$delete();
    if (!reply.ok) await surveyError(reply);
    redirect(303, '/s/erased');
  },
};
