import type { Draft, SurveyForm } from './form.ts';
import { isAsked, rosterAnswered } from './roster.ts';
import { listSteps, type Step } from './steps.ts';

/** Seconds that one takes, before this network's own have been measured. */
const SECONDS = { points: 7, number: 10, rosterRow: 1, agency: 3, rating: 5, text: 25, check: 15 } as const;

function stepSeconds(form: SurveyForm, draft: Draft, step: Step): number {
  switch (step.kind) {
    case 'items':
      return step.part.questions
        .filter(({ id }) => draft.answers[id] === undefined)
        .reduce((sum, question) => sum + (question.points ? SECONDS.points : SECONDS.number), 0);
    case 'roster': {
      if (rosterAnswered(form, draft)) return 0;
      const expected = form.partnersBefore || Math.ceil(form.agencies.length / 3);
      return form.agencies.length * SECONDS.rosterRow + expected * (SECONDS.agency + form.ties.length * SECONDS.rating);
    }
    case 'agency': {
      const rating = draft.ties[step.agency.id] ?? {};
      const open = form.ties.filter(
        (tie) =>
          rating[tie.id] === undefined && (isAsked(tie, rating) || rating[tie.askedFrom?.tie ?? ''] === undefined),
      );
      return open.length > 0 ? SECONDS.agency + open.length * SECONDS.rating : 0;
    }
    case 'texts':
      return form.texts.filter(({ id }) => !draft.texts[id]).length * SECONDS.text;
    case 'check':
      return SECONDS.check;
  }
}

/** Seconds from `path` to the end for what is still unanswered. `measured`: this network's own median for the whole, in seconds. */
export function secondsLeft(form: SurveyForm, draft: Draft, path: string, measured: number | null = null): number {
  const steps = listSteps(form, draft);
  const from = Math.max(
    0,
    steps.findIndex((step) => step.path === path),
  );
  const left = steps.slice(from).reduce((sum, step) => sum + stepSeconds(form, draft, step), 0);
  if (measured === null) return left;
  return left * (measured / wholeSeconds(form));
}

/** Seconds for the whole survey from nothing, before measurement. */
export function wholeSeconds(form: SurveyForm): number {
  const nothing: Draft = { answers: {}, ties: {}, texts: {}, carried: [] };
  return listSteps(form, nothing).reduce((sum, step) => sum + stepSeconds(form, nothing, step), 0);
}

/** Whole minutes to show; 0 stands for 'less than a minute'. */
export const shownMinutes = (seconds: number): number => (seconds < 50 ? 0 : Math.max(1, Math.round(seconds / 60)));
