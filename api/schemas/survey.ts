import { submissionSchema } from '@rapport/surveys/answers';
import { instrumentSchema } from '@rapport/surveys/instrument';
import { idSchema, tableSchemas } from '@rapport/surveys/panel';
import { localizedSchema, plainText } from '@rapport/surveys/text';
import { z } from 'zod';
import { instantSchema } from './rows.ts';

/** Ratings by organisation and tie question. */
const ties = z.record(idSchema, z.record(idSchema, z.int()));

/** A draft may hold whatever the form is half-way through; only its size is limited. */
export const draftSchema = z.looseObject({
  answers: z.record(idSchema, z.unknown()).default({}),
  ties: z.record(idSchema, z.unknown()).default({}),
  texts: z.record(idSchema, z.string().max(10_000).overwrite(plainText)).optional(),
});

const organisation = z.object({ organisation: z.string(), name: z.string() });

export const surveyFormSchema = z
  .object({
    network: z.object({
      slug: z.string(),
      name: z.string(),
      locale: z.string(),
      timezone: z.string(),
      minimumCell: z.int(),
    }),
    wave: z.object({ wave: z.string(), label: z.string(), opens: z.string(), closes: z.string() }),
    member: z.object({
      member: z.string(),
      organisation: z.string(),
      name: z.string().nullable(),
      language: z.string().nullable(),
    }),
    instrument: instrumentSchema,
    /** The other organisations of this wave: those to be rated. */
    organisations: z.array(organisation),
    /** What the network has agreed on, as it stands on the wave's opening day. */
    goals: z.array(tableSchemas.goals),
    /** Last wave's ratings by this member, where the link may read them and the lead lets them be confirmed. */
    previousTies: ties,
    draft: z.looseObject({
      version: z.int(),
      answers: z.record(z.string(), z.unknown()),
      ties: z.record(z.string(), z.unknown()),
    }),
    submitted: instantSchema.nullable(),
    /** What was submitted, where the link may read it; null before. */
    submission: submissionSchema.nullable(),
    /** The draft was changed after what was sent: the changes do not count yet. Times tell, so that no link learns what was sent. */
    unsent: z.boolean(),
    /** The link passed through a lead's hands: it writes, and reads nothing earlier back. */
    handedOn: z.boolean(),
    /** Names of those who may take answers out under numbers. */
    custodians: z.array(z.string()),
    /** Median seconds that members of this network took; null while too few are known. */
    medianSeconds: z.int().nullable(),
  })
  .meta({ id: 'SurveyForm' });
export type SurveyForm = z.infer<typeof surveyFormSchema>;

export const mineSchema = z
  .object({
    network: z.object({ slug: z.string(), name: z.string() }),
    /** Own scale scores, POMP 0–100, by scale; null where too little was answered. Empty on a handed-on link. */
    waves: z.array(
      z.object({
        wave: z.string(),
        label: z.string(),
        opens: z.string(),
        submitted: instantSchema.nullable(),
        own: z.record(z.string(), z.number().nullable()),
        /** The network's released organisation means; null where held back or the wave is not closed. */
        network: z.record(z.string(), z.number().nullable()),
      }),
    ),
    scales: z.array(z.object({ id: z.string(), title: localizedSchema })),
    /** Between the last two own scores of each scale; `change` is null where it can't be told from chance. */
    changes: z.array(
      z.object({
        scale: z.string(),
        from: z.string(),
        to: z.string(),
        before: z.number(),
        after: z.number(),
        change: z.enum(['up', 'down', 'none']).nullable(),
      }),
    ),
    /** What the log holds between the last two waves that the member answered. */
    events: z.array(tableSchemas.events),
    handedOn: z.boolean(),
  })
  .meta({ id: 'MyResults' });
export type MyResults = z.infer<typeof mineSchema>;
