import { loadStepPage, loadTypedQuestion } from './step-pages';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, parent }) => {
  const [StepPage, { form }] = await Promise.all([loadStepPage(params.part), parent()]);
  return { StepPage, typedQuestion: await loadTypedQuestion(form, params.part) };
};
