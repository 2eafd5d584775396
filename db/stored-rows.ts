import type { Submission } from '@rapport/surveys/answers';
import type { Panel } from '@rapport/surveys/panel';
import type { Seat } from './seat.ts';
import type { StoredAnswers, StoredTexts, StoredTies } from './tables/panel.ts';

export type ResponseRows = Pick<Panel, 'answers' | 'ties' | 'texts'>;

/** One response as it is stored: tuples in the order of its rows, since keys of a JSON object that look like integers would move. */
export interface StoredResponse {
  answers: StoredAnswers;
  ties: StoredTies;
  texts: StoredTexts;
}

/** Rows of one member in one wave, packed. */
export const packed = ({ answers, ties, texts }: ResponseRows): StoredResponse => ({
  answers: answers.map((row) => [row.item, row.value]),
  ties: ties.map(packedTie),
  texts: texts.map((row) => [row.question, row.text]),
});

export const packedTie = ({
  organisation,
  question,
  value,
  carried,
}: ResponseRows['ties'][number]): StoredTies[number] =>
  carried === undefined ? [organisation, question, value] : [organisation, question, value, carried];

/** The rows of the panel that a stored response stands for. */
export function unpacked({ wave, member }: Pick<Seat, 'wave' | 'member'>, stored: StoredResponse): ResponseRows {
  return {
    answers: stored.answers.map(([item, value]) => ({ wave, member, item, value })),
    ties: stored.ties.map(([organisation, question, value, carried]) => ({
      wave,
      member,
      organisation,
      question,
      value,
      ...(carried !== undefined && { carried }),
    })),
    texts: stored.texts.map(([question, text]) => ({ wave, member, question, text })),
  };
}

/** The submission that a stored response stands for, as a form shows it again. */
export function asSubmission({ answers, ties, texts }: StoredResponse): Submission {
  const ratings = new Map<string, [string, number][]>();
  for (const [organisation, question, value] of ties) {
    const of = ratings.get(organisation) ?? [];
    of.push([question, value]);
    ratings.set(organisation, of);
  }
  return {
    answers: Object.fromEntries(answers),
    ties: Object.fromEntries([...ratings].map(([organisation, of]) => [organisation, Object.fromEntries(of)])),
    texts: Object.fromEntries(texts),
    carried: [...new Set(ties.filter(([, , , carried]) => carried).map(([organisation]) => organisation))],
  };
}
