import { fail, redirect } from '@sveltejs/kit';
import { surveyError } from '$lib/survey/server/survey-error';
import type { Actions, PageServerLoad } from './$types';

/** What of `GET /api/survey` this page is about. */
interface SurveyReply {
  network: { name: string; minimumCell: number };
  wave: { label: string };
  submitted: string | null;
  handedOn: boolean;
  custodians: string[];
}

const SMALLEST_CELL = 5;

/** Anyone may read who sees what; with a survey open, it names this network's own numbers and custodian. */
export const load: PageServerLoad = async ({ fetch, url }) => {
  const reply = await fetch('/api/survey');
  const survey = reply.ok ? ((await reply.json()) as SurveyReply) : null;
  return {
    people: survey?.network.minimumCell ?? SMALLEST_CELL,
    withdrawn: url.searchParams.has('withdrawn'),
    mine: survey && {
      network: survey.network.name,
      wave: survey.wave.label,
      submitted: survey.submitted !== null,
      handedOn: survey.handedOn,
      custodians: survey.custodians,
    },
  };
};

export const actions: Actions = {
  withdraw: async ({ fetch }) => {
    const reply = await fetch('/api/survey/submission', { method: 'DELETE' });
    if (!reply.ok && reply.status !== 404) await surveyError(reply);
    redirect(303, '/s/who-sees-what?withdrawn#yours');
  },
  erase: async ({ fetch, request }) => {
    const fields = await request.formData();
    if (!fields.has('sure')) return fail(400, { unsure: true });
    const reply = await fetch('/api/survey/mine', { method: 'DELETE' });
    if (!reply.ok) await surveyError(reply);
    redirect(303, '/s/erased');
  },
};
