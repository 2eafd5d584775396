import type { OwnRecord } from '@rapport/db/own-record';
import { guarded } from '@rapport/surveys/panel-cells';

const HEADER = ['wave', 'kind', 'organisation', 'question', 'value', 'carried'];

const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const row = (cells: string[]): string => cells.map(cell).join(',');

/** A member's responses as one CSV, a line for each answer, rating and text (RFC 4180; words guarded against formulas). */
export function ownRecordCsv({ responses }: OwnRecord): string {
  const lines = responses.flatMap(({ wave, submission: { answers, ties, texts = {}, carried = [] } }) => [
    ...Object.entries(answers).map(([item, value]) => [wave, 'answer', '', item, String(value), '']),
    ...Object.entries(ties).flatMap(([organisation, ratings]) =>
      Object.entries(ratings).map(([question, value]) => [
        wave,
        'tie',
        organisation,
        question,
        String(value),
        carried.includes(organisation) ? 'true' : '',
      ]),
    ),
    ...Object.entries(texts).map(([question, text]) => [wave, 'text', '', question, guarded(text), '']),
  ]);
  return [HEADER, ...lines].map(row).join('\r\n') + '\r\n';
}
