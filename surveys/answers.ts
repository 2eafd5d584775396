import { z } from 'zod';
import type { Instrument } from './instrument.ts';
import { idSchema, type Panel } from './panel.ts';
import { plainText } from './text.ts';

const answers = z.record(idSchema, z.number());
const ties = z.record(idSchema, z.record(idSchema, z.int()));
const LONGEST_TEXT = 10_000;
const texts = z.record(idSchema, z.string().max(LONGEST_TEXT).overwrite(plainText));

/**
 * What one member hands in for a wave (contract.md, section 4): raw values by item, ratings by organisation and tie
 * question, open answers by question. What is missing was not answered; 0 is an answer. `carried`: organisations whose
 * ratings were confirmed by 'still so'.
 */
export const submissionSchema = z.object({
  answers: answers.default({}),
  ties: ties.default({}),
  texts: texts.optional(),
  carried: z.array(idSchema).max(1000).optional(),
});

export type Submission = z.infer<typeof submissionSchema>;

/** What the member was asked: the wave's instrument, and the other organisations of the wave. */
export interface Asked {
  instrument: Instrument;
  organisations: readonly { organisation: string }[];
}

/**
 * A fault at one field: `path` leads to it in the submission, `['ties', 'org-02', 'mode']`; `key` names the message that
 * takes `params`.
 */
export type FieldFault = { path: string[] } & (
  | { key: 'survey_fault_number' | 'survey_fault_whole' | 'survey_fault_range'; params: { min: number; max: number } }
  | { key: 'survey_fault_long'; params: { longest: number } }
  | { key: 'survey_fault_unknown'; params?: undefined }
);

/** `submissionSchema` for one member; `fieldFaults` names what it refuses. */
export const submissionFor = (asked: Asked) =>
  submissionSchema.superRefine((submission, context) => {
    for (const { path, key } of submissionFaults(submission, asked))
      context.addIssue({ code: 'custom', path, message: key });
  });

/** Every place where a submission does not fit what was asked; [] when it fits. */
export function submissionFaults({ answers, ties, texts = {}, carried = [] }: Submission, asked: Asked): FieldFault[] {
  const faults: FieldFault[] = [];
  const check = (path: string[], value: number) => {
    const range = rangeAt(path, asked);
    if (!range) faults.push({ path, key: 'survey_fault_unknown' });
    else if (value < range.min || value > range.max)
      faults.push({ path, key: 'survey_fault_range', params: ends(range) });
    else if (!range.decimal && !Number.isInteger(value))
      faults.push({ path, key: 'survey_fault_whole', params: ends(range) });
  };
  const isAsked = (id: string) => asked.organisations.some(({ organisation }) => organisation === id);

  for (const [item, value] of Object.entries(answers)) check(['answers', item], value);
  for (const [organisation, ratings] of Object.entries(ties)) {
    if (!isAsked(organisation)) faults.push({ path: ['ties', organisation], key: 'survey_fault_unknown' });
    else for (const [question, value] of Object.entries(ratings)) check(['ties', organisation, question], value);
  }
  for (const question of Object.keys(texts))
    if (!asked.instrument.texts?.some(({ id }) => id === question))
      faults.push({ path: ['texts', question], key: 'survey_fault_unknown' });
  carried.forEach((organisation, i) => {
    if (!isAsked(organisation)) faults.push({ path: ['carried', String(i)], key: 'survey_fault_unknown' });
  });
  return faults;
}

interface Range {
  min: number;
  max: number;
  decimal: boolean;
}

const ends = ({ min, max }: Range) => ({ min, max });

/** The range of what is asked at a place of a submission; undefined where nothing is. */
function rangeAt([part, id, question]: string[], { instrument }: Asked): Range | undefined {
  if (part === 'answers') return instrument.items.find((item) => item.id === id);
  const tie = instrument.ties.find((it) => it.id === question);
  return part === 'ties' && tie ? { ...tie, decimal: false } : undefined;
}

/** The faults behind a failed `submissionFor(asked)`, one per field, for a form to link to its fields. */
export const fieldFaults = (error: z.ZodError, asked: Asked): FieldFault[] =>
  error.issues.map((issue): FieldFault => {
    const path = issue.path.map(String);
    if (issue.code === 'too_big' && issue.origin === 'string')
      return { path, key: 'survey_fault_long', params: { longest: LONGEST_TEXT } };
    const range = rangeAt(path, asked);
    if (!range || issue.message === 'survey_fault_unknown') return { path, key: 'survey_fault_unknown' };
    if (issue.message === 'survey_fault_range') return { path, key: 'survey_fault_range', params: ends(range) };
    const whole = issue.message === 'survey_fault_whole' || (issue.code === 'invalid_type' && issue.expected === 'int');
    return { path, key: whole ? 'survey_fault_whole' : 'survey_fault_number', params: ends(range) };
  });

/**
 * A submission that fits as rows of the panel. Left out: open answers without words, and ratings of a question that was
 * not asked, its `askedFrom` having been answered below its level (a rating kept from before the member went back).
 */
export function submissionRows(
  { answers, ties, texts = {}, carried = [] }: Submission,
  { wave, member, instrument }: { wave: string; member: string; instrument: Instrument },
): Pick<Panel, 'answers' | 'ties' | 'texts'> {
  const order = <T>(ids: readonly { id: string }[], of: Record<string, T>) =>
    ids.flatMap(({ id }) => (of[id] === undefined ? [] : [[id, of[id]] as const]));
  const confirmed = new Set(carried);
  const asked = (question: string, ratings: Record<string, number>): boolean => {
    const from = instrument.ties.find((tie) => tie.id === question)?.askedFrom;
    return !from || (ratings[from.tie] ?? from.level) >= from.level;
  };
  return {
    answers: order(instrument.items, answers).map(([item, value]) => ({ wave, member, item, value })),
    ties: Object.entries(ties).flatMap(([organisation, ratings]) =>
      order(instrument.ties, ratings)
        .filter(([question]) => asked(question, ratings))
        .map(([question, value]) => ({
          wave,
          member,
          organisation,
          question,
          value,
          ...(confirmed.has(organisation) && { carried: true }),
        })),
    ),
    texts: order(instrument.texts ?? [], texts)
      .filter(([, text]) => text.trim() !== '')
      .map(([question, text]) => ({ wave, member, question, text })),
  };
}
