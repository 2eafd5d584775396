import type { ProblemDetails } from '@rapport/api/client';
import { m } from '@rapport/messages';

type Fault = NonNullable<ProblemDetails['errors']>[number];

const WORDS: Record<NonNullable<Fault['code']>, (fault: Fault) => string> = {
  missing: () => m.form_fault_missing(),
  'too-long': ({ limit, message }) => (limit === undefined ? message : m.form_fault_long({ limit })),
  'bad-date': () => m.form_fault_date(),
  'bad-email': () => m.form_fault_email(),
  'bad-form': () => m.form_fault_form(),
  formula: () => m.form_fault_formula(),
  'ends-before-start': () => m.form_fault_order(),
  reserved: () => m.form_fault_reserved(),
};

/** What is wrong with a field, in the visitor's language; in the API's own words where it gives no code. */
export const faultWords = (fault: Fault): string => (fault.code ? WORDS[fault.code](fault) : fault.message);
