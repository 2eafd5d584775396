import type { ProblemDetails } from '@rapport/api/client';
import { m } from '@rapport/messages';

type Fault = NonNullable<ProblemDetails['errors']>[number];

/** A limit that the API did not give can't be told: then only that the value can't be used. */
const within =
  (words: (inputs: { limit: number }) => string) =>
  ({ limit }: Fault): string =>
    limit === undefined ? m.form_fault_form() : words({ limit });

const WORDS: Record<Fault['code'], (fault: Fault) => string> = {
  missing: () => m.form_fault_missing(),
  'too-long': within(m.form_fault_long),
  'too-short': within(m.form_fault_short),
  'too-small': within(m.form_fault_least),
  'too-large': within(m.form_fault_most),
  'too-many': within(m.form_fault_many),
  'bad-date': () => m.form_fault_date(),
  'bad-email': () => m.form_fault_email(),
  'bad-choice': () => m.form_fault_choice(),
  'bad-form': () => m.form_fault_form(),
  formula: () => m.form_fault_formula(),
  'ends-before-start': () => m.form_fault_order(),
  past: () => m.form_fault_past(),
  reserved: () => m.form_fault_reserved(),
  'built-in': () => m.form_fault_built_in(),
  'wrong-code': () => m.survey_code_wrong(),
  'in-answers': () => m.form_fault_answers(),
  'in-file': () => m.form_fault_file(),
};

/** What is wrong with a field, in the visitor's language. */
export const faultWords = (fault: Fault): string => WORDS[fault.code](fault);
