import type { OwnRecord } from '@rapport/db/own-record';
import { guarded } from '@rapport/surveys/panel-cells';

const HEADER = ['wave', 'kind', 'organisation', 'question', 'value', 'carried'];

const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const row = (cells: string[]): string => cells.map(cell).join(',');

/**
 * A member's whole record as one CSV (RFC 4180; words guarded against formulas): a line for each answer, rating and text, then for
 * what is stored about them besides, with its name under `question`; instants in UTC.
 */
export function ownRecordCsv(record: OwnRecord): string {
  return [HEADER, ...answerLines(record), ...otherLines(record)].map(row).join('\r\n') + '\r\n';
}

const answerLines = ({ responses }: OwnRecord): string[][] =>
  responses.flatMap(({ wave, submitted, submission: { answers, ties, texts = {}, carried = [] } }) => [
    ...(submitted ? [[wave, 'submitted', '', '', submitted.toISOString(), '']] : []),
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

function otherLines({ member, drafts, consents, mailStopped, mails, links }: OwnRecord): string[][] {
  const line = (wave: string | null, kind: string, name: string, value: string) => [
    wave ?? '',
    kind,
    '',
    name,
    guarded(value),
    '',
  ];
  const words = (...parts: (string | Date | null)[]) =>
    parts.flatMap((part) => (part instanceof Date ? part.toISOString() : (part ?? []))).join(' ');
  return [
    ...Object.entries(member ?? {}).flatMap(([name, value]) =>
      value === null ? [] : [line(null, 'member', name, value)],
    ),
    ...drafts.map(({ wave, updated, body }) => line(wave, 'draft', words(updated), JSON.stringify(body))),
    ...consents.map(({ wave, textVersion, language, consented }) =>
      line(wave, 'consent', textVersion, words(language, consented)),
    ),
    ...links.map(({ wave, made, handedOn, opened }) =>
      line(wave, 'link', handedOn ? 'handed-on' : 'mailed', words(made, opened && 'opened', opened)),
    ),
    ...mails.map(({ wave, kind, asked, outcome, ended, error }) =>
      line(wave, 'mail', kind, words(asked, outcome, ended, error)),
    ),
    ...mailStopped.map(({ kind, since, address, reason }) =>
      line(null, 'mail-stopped', kind, words(since, address, reason)),
    ),
  ];
}
