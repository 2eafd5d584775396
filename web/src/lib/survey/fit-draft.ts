import type { Draft, SurveyForm } from './form.ts';

/**
 * What of a draft is still asked: an agency may have left, or the questions have been changed, since it was written. The rest
 * would have the whole submission refused.
 */
export function fitDraft(form: SurveyForm, draft: Draft): Draft {
  const items = new Set(form.sections.flatMap(({ questions }) => questions.map(({ id }) => id)));
  const agencies = new Set(form.agencies.map(({ id }) => id));
  const ties = new Set(form.ties.map(({ id }) => id));
  const texts = new Set(form.texts.map(({ id }) => id));
  const only = <T>(of: Record<string, T>, known: ReadonlySet<string>) =>
    Object.fromEntries(Object.entries(of).filter(([id]) => known.has(id)));
  return {
    answers: only(draft.answers, items),
    ties: Object.fromEntries(
      Object.entries(only(draft.ties, agencies)).map(([agency, rating]) => [agency, only(rating, ties)]),
    ),
    texts: only(draft.texts, texts),
    carried: draft.carried.filter((agency) => agencies.has(agency)),
  };
}
