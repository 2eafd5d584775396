import { z } from 'zod';
import { idSchema } from './panel.ts';

const column = z.string().min(1).max(500);
const code = z.string().max(200);

/** What a column of a wide file holds: answers to an item, ratings of one agency, or open answers. */
export const columnMeaningSchema = z.union([
  z.strictObject({ item: idSchema }),
  z.strictObject({ tie: idSchema, organisation: idSchema }),
  z.strictObject({ text: idSchema }),
]);
export type ColumnMeaning = z.infer<typeof columnMeaningSchema>;

/**
 * How a file with one row for each response, as LimeSurvey and REDCap export it, becomes answers of a network. What it does not
 * name is passed over. Values are recoded first (`recode`, by column, `*` for all others), and what is `missing` is no answer.
 */
export const wideMappingSchema = z.strictObject({
  format: z.literal('rapport-mapping/1'),
  /** The column that says who answered, and by what: the member's id or e-mail address. */
  member: z.strictObject({ column, by: z.enum(['member', 'email']) }),
  /** The column that says in which wave, with the wave that each of its values stands for; or one wave for the whole file. */
  wave: z.union([
    z.strictObject({ column, values: z.record(code, idSchema).default({}) }),
    z.strictObject({ always: idSchema }),
  ]),
  columns: z.record(column, columnMeaningSchema),
  recode: z.record(column, z.record(code, code)).default({}),
  missing: z.array(code).max(50).default([]),
});
export type WideMapping = z.infer<typeof wideMappingSchema>;
