import { client } from '@rapport/api/client';
import { error, fail, redirect } from '@sveltejs/kit';
import { compareDrafts, type Place } from '$lib/survey/compare-drafts';
import { emptyDraft, type Draft } from '$lib/survey/form';
import { fieldName, readStep, type Fault } from '$lib/survey/read-form';
import { loadSurvey, type Survey } from '$lib/survey/server/load-survey';
import { surveyError } from '$lib/survey/server/survey-error';
import { listSteps, type Step } from '$lib/survey/steps';
import type { Actions } from './$types';

const field = (fields: FormData, name: string): string => {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
};

/** The page that was posted. An agency's page is known by the agency, since positions shift when ticks change. */
function postedStep(survey: Survey, part: string, fields: FormData): Step {
  const steps = listSteps(survey.form, survey.draft);
  const rated = field(fields, fieldName.rated);
  const step = steps.find((one) => (one.kind === 'agency' ? one.agency.id === rated : one.path === part));
  if (!step) redirect(303, '/s');
  return step;
}

/** Text that was typed, by field name, to be shown again as it was. */
const typedTexts = (fields: FormData): Record<string, string> =>
  Object.fromEntries([...fields].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));

/** What a posted page may have against it, for those replies to fill that have it. */
const nothingAtFault = {
  faults: {} as Record<string, Fault>,
  typed: {} as Record<string, string>,
  disputed: null as Place[] | null,
  theirs: null as Draft | null,
  unfit: false,
};

type Saving =
  | { draft: Draft; disputed: null }
  /** Answered differently elsewhere since the page was shown: the member has to choose. */
  | { draft: Draft; disputed: Place[] };

/** The page's answers on top of what is saved now, which another device may have changed since the page was shown. */
function reconcile(survey: Survey, posted: Draft, fields: FormData): Saving {
  if (field(fields, fieldName.version) === String(survey.version)) return { draft: posted, disputed: null };
  const { disputed, preferMine } = compareDrafts(emptyDraft(), posted, survey.draft);
  const decided = disputed.length === 0 || fields.has(fieldName.anyway);
  return { draft: preferMine, disputed: decided ? null : disputed };
}

const nextPath = (survey: Survey, draft: Draft, step: Step): string => {
  const steps = listSteps(survey.form, draft);
  const at = steps.findIndex(({ path }) => path === step.path);
  return steps[at + 1]?.path ?? 'check';
};

/** What pages without JavaScript post: one step saved as a draft, and the whole of it sent. */
export const actions: Actions = {
  save: async ({ request, fetch, params, locals }) => {
    const fields = await request.formData();
    const survey = await loadSurvey(fetch, locals.locale);
    const step = postedStep(survey, params.part, fields);
    const reading = readStep(fields, survey.form, survey.draft, step);
    const typed = typedTexts(fields);
    if (Object.keys(reading.faults).length > 0)
      return fail(400, { ...nothingAtFault, faults: reading.faults, draft: reading.draft, typed });
    const { draft, disputed } = reconcile(survey, reading.draft, fields);
    const behind = () => fail(409, { ...nothingAtFault, draft, typed, disputed, theirs: survey.draft });
    if (disputed) return behind();
    const header = { 'if-match': `"${survey.version}"` };
    const reply = await client(fetch).survey.draft.$put({ json: { ...draft }, header });
    const status: number = reply.status;
    if (status === 412) return behind();
    if (!reply.ok) await surveyError(reply);
    const again = fields.has(fieldName.clear);
    redirect(303, `/s/part/${again ? step.path : nextPath(survey, draft, step)}`);
  },

  submit: async ({ request, fetch, locals }) => {
    const fields = await request.formData();
    const key = field(fields, fieldName.key);
    if (key === '') error(400, { message: 'The form came without its key' });
    const survey = await loadSurvey(fetch, locals.locale);
    const header = { 'idempotency-key': key };
    const reply = await client(fetch).survey.submission.$post({ json: survey.draft, header });
    const status: number = reply.status;
    if (status === 422) return fail(422, { ...nothingAtFault, draft: survey.draft, unfit: true });
    if (!reply.ok) await surveyError(reply);
    redirect(303, '/s/thanks');
  },
};
