import type { Draft, ItemQuestion, OpenQuestion, SurveyForm } from './form.ts';
import { withRating, withTicks } from './roster.ts';
import type { Step } from './steps.ts';

/** Why a typed answer can't be taken. */
export type Fault = 'number' | 'whole' | 'range' | 'long';

export const LONGEST_TEXT = 10_000;

/** Names of form fields, shared by the pages and the actions that read them. */
export const fieldName = {
  answer: (id: string) => `answer.${id}`,
  tie: (id: string) => `tie.${id}`,
  text: (id: string) => `text.${id}`,
  agency: 'agency',
  noneElse: 'none-else',
  rated: 'rated',
  stillSo: 'still-so',
  version: 'version',
  clear: 'clear',
  anyway: 'anyway',
  key: 'key',
} as const;

/** Reads a typed number with a decimal point or comma; '' is no answer. */
export function readNumber(
  typed: string,
  question: Pick<ItemQuestion, 'min' | 'max' | 'decimal'>,
): { value: number | null } | { fault: Fault } {
  const text = typed
    .trim()
    .replace(/\u2212/g, '-')
    .replace(',', '.');
  if (text === '') return { value: null };
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return { fault: 'number' };
  const value = Number(text);
  if (!question.decimal && !Number.isInteger(value)) return { fault: 'whole' };
  if (value < question.min || value > question.max) return { fault: 'range' };
  return { value };
}

/** What a posted page says: the draft with its answers in it, or the faults by field name with what was typed. */
export type Reading = { draft: Draft; faults: Record<string, Fault> };

type Fields = Pick<FormData, 'get' | 'getAll' | 'has'>;

const typed = (fields: Fields, name: string): string => {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
};

function readItems(fields: Fields, draft: Draft, questions: ItemQuestion[]): Reading {
  const answers = { ...draft.answers };
  const faults: Record<string, Fault> = {};
  for (const question of questions) {
    const name = fieldName.answer(question.id);
    const reading = readNumber(typed(fields, name), question);
    if ('fault' in reading) faults[name] = reading.fault;
    else if (reading.value === null || typed(fields, fieldName.clear) === question.id) delete answers[question.id];
    else answers[question.id] = reading.value;
  }
  return { draft: { ...draft, answers }, faults };
}

function readTexts(fields: Fields, draft: Draft, questions: OpenQuestion[]): Reading {
  const texts = { ...draft.texts };
  const faults: Record<string, Fault> = {};
  for (const { id } of questions) {
    const name = fieldName.text(id);
    const text = typed(fields, name).replace(/\r\n/g, '\n');
    if (text.length > LONGEST_TEXT) faults[name] = 'long';
    else if (text.trim() === '') delete texts[id];
    else texts[id] = text;
  }
  return { draft: { ...draft, texts }, faults };
}

/** A rating for the agency named in the form, which may no longer be the one at this position: the name counts. */
function readRating(fields: Fields, form: SurveyForm, draft: Draft): Reading {
  const agency = form.agencies.find(({ id }) => id === typed(fields, fieldName.rated));
  if (!agency) return { draft, faults: {} };
  const stillSo = fields.has(fieldName.stillSo);
  const rating: Record<string, number> = {};
  for (const tie of form.ties) {
    const value = stillSo
      ? form.previous[agency.id]?.[tie.id]
      : readPoint(typed(fields, fieldName.tie(tie.id)), tie.points);
    if (value !== undefined) rating[tie.id] = value;
  }
  return { draft: withRating(form, draft, agency.id, rating, stillSo), faults: {} };
}

function readPoint(typedValue: string, points: { value: number }[]): number | undefined {
  return points.find(({ value }) => String(value) === typedValue)?.value;
}

/** Puts one posted page into the draft. Only the step's own questions are read; everything else in `draft` stays. */
export function readStep(fields: Fields, form: SurveyForm, draft: Draft, step: Step): Reading {
  switch (step.kind) {
    case 'items':
      return readItems(fields, draft, step.part.questions);
    case 'roster': {
      const ticked = new Set(fields.getAll(fieldName.agency).filter((id) => typeof id === 'string'));
      return { draft: withTicks(form, draft, ticked, fields.has(fieldName.noneElse)), faults: {} };
    }
    case 'agency':
      return readRating(fields, form, draft);
    case 'texts':
      return readTexts(fields, draft, form.texts);
    case 'check':
      return { draft, faults: {} };
  }
}
