import { m } from '@rapport/messages';

/** What is wrong on a line of a people list, in words; codes are those of surveys/people-list.ts. */
const WORDS: Record<string, (inputs: { value: string }) => string> = {
  unreadable: m.people_fault_unreadable,
  'too-many': m.people_fault_too_many,
  'agency-missing': m.people_fault_agency_missing,
  encoding: m.people_fault_encoding,
  formula: m.people_fault_formula,
  'too-long': m.people_fault_too_long,
  'email-wrong': m.people_fault_email_wrong,
  'email-repeated': m.people_fault_email_repeated,
  'email-known': m.people_fault_email_known,
  'person-repeated': m.people_fault_person_repeated,
  'person-known': m.people_fault_person_known,
  'language-wrong': m.people_fault_language_wrong,
};
const COLUMNS: Record<string, () => string> = {
  agency: m.people_agency,
  name: m.people_name,
  email: m.people_email,
  language: m.people_language,
};

export const faultWords = ({ code, value, message }: { code: string; value: string; message: string }): string =>
  WORDS[code]?.({ value }) ?? message;

export const columnWords = (column: string | null): string => (column === null ? '' : (COLUMNS[column]?.() ?? column));
