import { redirect } from '@sveltejs/kit';
import { loadSurvey } from '$lib/survey/server/load-survey';
import { listSteps } from '$lib/survey/steps';
import type { LayoutServerLoad } from './$types';

/** The survey is loaded once: a browser with JavaScript then goes from page to page without asking again, also offline. */
export const load: LayoutServerLoad = async ({ fetch, locals, params, untrack }) => {
  const survey = locals.survey ?? (await loadSurvey(fetch, locals.locale));
  const part = untrack(() => params.part);
  if (part !== undefined && !listSteps(survey.form, survey.draft).some(({ path }) => path === part))
    redirect(303, '/s');
  return { submissionKey: crypto.randomUUID() as string, ...survey };
};
