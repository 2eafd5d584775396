import type { ProblemDetails } from '@rapport/api/client';
import type { ProblemCode } from '@rapport/api/problems';
import { m } from '@rapport/messages';

const WORDS: Record<ProblemCode, () => string> = {
  'malformed-request': () => m.problem_malformed(),
  'sign-in-needed': () => m.problem_sign_in(),
  'not-allowed': () => m.problem_role(),
  'appointment-not-begun': () => m.problem_not_begun(),
  'invited-otherwise': () => m.problem_invited_otherwise(),
  'foreign-origin': () => m.problem_origin(),
  'not-found': () => m.problem_not_found(),
  conflict: () => m.form_conflict(),
  'last-lead': () => m.problem_last_lead(),
  'no-mail': () => m.problem_no_mail(),
  'wave-closed': () => m.problem_wave_closed(),
  'report-withdrawn': () => `${m.report_withdrawn_title()}.`,
  'publication-refused': () => m.problem_refused(),
  'passphrase-needed': () => m.problem_passphrase(),
  behind: () => m.problem_behind(),
  'too-large': () => m.problem_too_large(),
  'wrong-content-type': () => m.problem_content_type(),
  'invalid-values': () => m.problem_values(),
  'idempotency-key-reused': () => m.problem_sent_before(),
  'precondition-needed': () => m.problem_stale(),
  'too-soon': () => m.problem_too_soon(),
  unavailable: () => m.common_error_body(),
  internal: () => `${m.common_error_title()}. ${m.common_error_body()}`,
};

/** Why the API refused, in the visitor's language, by the code of its reply; its own words are for those who call it. */
export function problemWords({ type }: Pick<ProblemDetails, 'type'>): string {
  const code = type.split(':').at(-1) ?? '';
  return isKnown(code) ? WORDS[code]() : m.problem_other();
}

const isKnown = (code: string): code is ProblemCode => Object.hasOwn(WORDS, code);
