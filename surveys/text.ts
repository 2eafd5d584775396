import { z } from 'zod';

/** A text in one or more languages, keyed by BCP 47 tag; English is the fallback where there is one. */
export const localizedSchema = z
  .record(z.string().min(2).max(35), z.string().max(2000))
  .refine((text) => Object.keys(text).length > 0, {
    message: 'needs a text in at least one language',
  });

export type Localized = z.infer<typeof localizedSchema>;

export { localize } from './localize.ts';
