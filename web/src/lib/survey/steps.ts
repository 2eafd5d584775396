import type { Agency, Draft, ItemSection, SurveyForm } from './form.ts';
import { rosterAnswered, tickedAgencies } from './roster.ts';

/** One page of the survey. `section` counts from 1: an agency's page belongs to the section of the roster. */
export type Step =
  | { kind: 'items'; path: string; section: number; part: ItemSection }
  | { kind: 'roster'; path: string; section: number }
  | { kind: 'agency'; path: string; section: number; agency: Agency; position: number; of: number }
  | { kind: 'texts'; path: string; section: number }
  | { kind: 'check'; path: string; section: number };

/** The pages in order, for the agencies ticked in `draft`. Addresses hold positions, so that no log tells who works with whom. */
export function listSteps(form: SurveyForm, draft: Draft): Step[] {
  const steps: Step[] = form.sections.map((part, i) => ({ kind: 'items', path: String(i + 1), section: i + 1, part }));
  let section = form.sections.length;
  if (form.ties.length > 0 && form.agencies.length > 0) {
    section += 1;
    steps.push({ kind: 'roster', path: 'agencies', section });
    const ticked = tickedAgencies(form, draft);
    ticked.forEach((agency, i) =>
      steps.push({ kind: 'agency', path: `agency-${i + 1}`, section, agency, position: i + 1, of: ticked.length }),
    );
  }
  if (form.texts.length > 0) steps.push({ kind: 'texts', path: 'words', section: section + 1 });
  steps.push({ kind: 'check', path: 'check', section: sectionCount(form) });
  return steps;
}

/** How many sections 'Section 2 of 4' counts to. */
export const sectionCount = (form: SurveyForm): number =>
  form.sections.length + (form.ties.length > 0 && form.agencies.length > 0 ? 1 : 0) + (form.texts.length > 0 ? 1 : 0);

/** At least one question of the step has an answer; the check page has none. */
export function hasAnswer(form: SurveyForm, draft: Draft, step: Step): boolean {
  switch (step.kind) {
    case 'items':
      return step.part.questions.some(({ id }) => draft.answers[id] !== undefined);
    case 'roster':
      return rosterAnswered(form, draft);
    case 'agency':
      return Object.keys(draft.ties[step.agency.id] ?? {}).length > 0;
    case 'texts':
      return form.texts.some(({ id }) => (draft.texts[id] ?? '').trim() !== '');
    case 'check':
      return false;
  }
}

/** Where to go on: the step after the last one with an answer; the first step of an untouched survey. */
export function resumeStep(form: SurveyForm, draft: Draft): Step {
  const steps = listSteps(form, draft);
  const last = steps.findLastIndex((step) => hasAnswer(form, draft, step));
  const [next] = steps.slice(last + 1);
  if (next === undefined) throw new Error('the check page comes last and never holds an answer');
  const unfinished = steps[last];
  const open =
    unfinished?.kind === 'items' && unfinished.part.questions.some(({ id }) => draft.answers[id] === undefined);
  return open && unfinished ? unfinished : next;
}

/** Nothing has been answered yet. */
export const isUntouched = (draft: Draft): boolean =>
  Object.keys(draft.answers).length + Object.keys(draft.ties).length + Object.keys(draft.texts).length === 0;
