import { m } from '@rapport/messages';
import type { Place } from '$lib/survey/compare-drafts';
import type { Draft, SurveyForm } from '$lib/survey/form';

/** The question, or the agency, that a place of a draft stands for. */
export function placeInWords(form: SurveyForm, { part, id }: Place): string {
  if (part === 'ties') return form.agencies.find((agency) => agency.id === id)?.name ?? id;
  if (part === 'texts') return form.texts.find((question) => question.id === id)?.text ?? id;
  return form.sections.flatMap(({ questions }) => questions).find((question) => question.id === id)?.text ?? id;
}

/** What a draft says at a place. */
export function valueInWords(form: SurveyForm, draft: Draft, { part, id }: Place, locale: string): string {
  if (part === 'texts') return draft.texts[id] ?? m.survey_check_missing();
  if (part === 'ties') {
    const rating = draft.ties[id] ?? {};
    const words = form.ties.flatMap((tie) => tie.points.find((point) => point.value === rating[tie.id])?.label ?? []);
    return words.length > 0 ? words.join(' · ') : m.survey_check_missing();
  }
  const value = draft.answers[id];
  if (value === undefined) return m.survey_check_missing();
  const question = form.sections.flatMap(({ questions }) => questions).find((one) => one.id === id);
  return question?.points?.find((point) => point.value === value)?.label ?? new Intl.NumberFormat(locale).format(value);
}
