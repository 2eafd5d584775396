import { client } from '@rapport/api/client';
import { redirect } from '@sveltejs/kit';
import { CONSENT_TEXT_VERSION } from '$lib/survey/consent-text';
import { loadSurvey } from '$lib/survey/server/load-survey';
import { resumeStep } from '$lib/survey/steps';
import { surveyError } from '$lib/survey/server/survey-error';
import type { Actions } from './$types';

/** Starting is agreeing: what was agreed to, in which language and when is recorded before the first question. */
export const actions: Actions = {
  start: async ({ fetch, locals }) => {
    const consent = { textVersion: CONSENT_TEXT_VERSION, language: locals.locale };
    const reply = await client(fetch).survey.consent.$post({ json: consent });
    if (!reply.ok) await surveyError(reply);
    const { form, draft } = await loadSurvey(fetch, locals.locale);
    redirect(303, `/s/part/${resumeStep(form, draft).path}`);
  },
  /** Gives up what was changed since the answers were sent. */
  back: async ({ fetch, locals }) => {
    const { sent, version } = await loadSurvey(fetch, locals.locale);
    if (sent) {
      const reply = await client(fetch).survey.draft.$put({
        json: { ...sent },
        header: { 'if-match': `"${version}"` },
      });
      const status: number = reply.status;
      // Another device has just saved: what it says is shown.
      if (!reply.ok && status !== 412) await surveyError(reply);
    }
    redirect(303, '/s');
  },
};
