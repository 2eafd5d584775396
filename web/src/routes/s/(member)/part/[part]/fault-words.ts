import { m } from '@rapport/messages';
import { getLocale } from '@rapport/messages/runtime';
import { LONGEST_TEXT, type Fault } from '$lib/survey/read-form';

/** What is wrong with a typed answer, and how to mend it, in the page's language. */
export function faultInWords(fault: Fault, range?: { min: number; max: number }): string {
  const number = new Intl.NumberFormat(getLocale());
  const ends = { min: number.format(range?.min ?? 0), max: number.format(range?.max ?? 0) };
  switch (fault) {
    case 'number':
      return m.survey_fault_number(ends);
    case 'whole':
      return m.survey_fault_whole(ends);
    case 'range':
      return m.survey_fault_range(ends);
    case 'long':
      return m.survey_fault_long({ longest: number.format(LONGEST_TEXT) });
  }
}
