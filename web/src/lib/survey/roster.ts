import type { Agency, Draft, SurveyForm, TieQuestion } from './form.ts';

const gateQuestion = (form: SurveyForm): TieQuestion | undefined => form.ties.find((tie) => tie.id === form.gate);

/** 'No contact' can be said at all: the roster's question has a 0. */
export const hasNoContact = (form: SurveyForm): boolean => gateQuestion(form)?.min === 0;

const isNoContact = (form: SurveyForm, rating: Record<string, number> | undefined): boolean =>
  rating !== undefined && form.gate !== null && rating[form.gate] === 0;

/** The agencies that the member ticked, in the roster's order. */
export const tickedAgencies = (form: SurveyForm, draft: Draft): Agency[] =>
  form.agencies.filter(({ id }) => draft.ties[id] !== undefined && !isNoContact(form, draft.ties[id]));

/** 'Our agency worked with none of the others' has been confirmed: every agency that is not ticked is 'no contact'. */
export function noneOfTheOthers(form: SurveyForm, draft: Draft): boolean {
  const others = form.agencies.filter(({ id }) => !draft.ties[id] || isNoContact(form, draft.ties[id]));
  return others.length > 0 && others.every(({ id }) => isNoContact(form, draft.ties[id]));
}

/** The roster was answered: somebody is ticked, or 'none' is confirmed. */
export const rosterAnswered = (form: SurveyForm, draft: Draft): boolean =>
  tickedAgencies(form, draft).length > 0 || noneOfTheOthers(form, draft);

/**
 * The draft after the roster: ticked agencies keep their ratings or start without one, the others become 'no contact' only when
 * `noneElse` confirms it, and are left missing otherwise.
 */
export function withTicks(form: SurveyForm, draft: Draft, ticked: ReadonlySet<string>, noneElse: boolean): Draft {
  const known = new Set(form.agencies.map(({ id }) => id));
  const ties: Draft['ties'] = {};
  for (const id of known) {
    const before = draft.ties[id];
    if (ticked.has(id)) ties[id] = before && !isNoContact(form, before) ? before : {};
    else if (noneElse && form.gate !== null && hasNoContact(form)) ties[id] = { [form.gate]: 0 };
  }
  return { ...draft, ties, carried: draft.carried.filter((id) => ties[id] !== undefined && ticked.has(id)) };
}

/** Whether a tie question is asked, given the answers to the others about the same agency. */
export const isAsked = (tie: TieQuestion, rating: Record<string, number>): boolean =>
  tie.askedFrom === null || (rating[tie.askedFrom.tie] ?? -1) >= tie.askedFrom.level;

/** The draft with one agency rated; answers to questions that are not asked at these ratings are dropped. */
export function withRating(
  form: SurveyForm,
  draft: Draft,
  agency: string,
  rating: Record<string, number>,
  carried = false,
): Draft {
  const kept: Record<string, number> = {};
  for (const tie of form.ties) {
    const value = rating[tie.id];
    if (value !== undefined && isAsked(tie, rating)) kept[tie.id] = value;
  }
  const others = draft.carried.filter((id) => id !== agency);
  return { ...draft, ties: { ...draft.ties, [agency]: kept }, carried: carried ? [...others, agency] : others };
}

/** Last wave's rating of a ticked agency as it can be confirmed today: empty when there is nothing to confirm. */
export function confirmable(form: SurveyForm, agency: Agency): Record<string, number> {
  const rating: Record<string, number> = {};
  for (const tie of form.ties) {
    const value = form.previous[agency.id]?.[tie.id];
    if (value !== undefined && tie.points.some((point) => point.value === value)) rating[tie.id] = value;
  }
  return isNoContact(form, rating) ? {} : rating;
}
