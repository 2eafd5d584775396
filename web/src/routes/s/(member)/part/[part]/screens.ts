import type { Draft, SurveyForm } from '$lib/survey/form';
import { isAsked } from '$lib/survey/roster';
import type { Step } from '$lib/survey/steps';

/** How many screens a page makes on a phone, where one question stands alone. */
export function screenCount(form: SurveyForm, draft: Draft, step: Step): number {
  if (step.kind === 'items') return step.part.questions.length;
  if (step.kind === 'texts') return form.texts.length;
  if (step.kind !== 'agency') return 1;
  const rating = draft.ties[step.agency.id] ?? {};
  return Math.max(1, form.ties.filter((tie) => isAsked(tie, rating)).length);
}

/** Where a page that is half done goes on: its first question without an answer; else its first. */
export function firstScreen(form: SurveyForm, draft: Draft, step: Step): number {
  if (step.kind !== 'items') return 0;
  const open = step.part.questions.findIndex(({ id }) => draft.answers[id] === undefined);
  return Math.max(0, open);
}
