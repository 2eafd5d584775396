import { z } from 'zod';

// Tabs and line breaks aside; no XML, and so no spreadsheet, can hold them, and PostgreSQL takes no NUL.
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

/** Whether a text is free of control characters and of halves of surrogate pairs. */
export const isPlainText = (text: string): boolean => !UNSEEN.test(text);

/** The text without them, for what people paste into a form and must not lose. */
export const plainText = (text: string): string =>
  isPlainText(text) ? text : text.replaceAll(new RegExp(UNSEEN, 'gu'), '');

/** A text of at most so many characters, all of which can be seen or are white space. */
export const textSchema = (longest: number) =>
  z.string().max(longest).refine(isPlainText, 'holds a control character that nobody can see');

/** A text in one or more languages, keyed by BCP 47 tag; English is the fallback where there is one. */
export const localizedSchema = z
  .record(z.string().min(2).max(35), textSchema(2000))
  .refine((text) => Object.keys(text).length > 0, {
    message: 'needs a text in at least one language',
  });

export type Localized = z.infer<typeof localizedSchema>;

export { localize } from './localize.ts';
