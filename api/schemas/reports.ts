import { plainText } from '@rapport/surveys/text';
import { z } from 'zod';
import { releasedAnalysisSchema } from './analysis.ts';
import { instantSchema } from './rows.ts';

/** The sentences of a report in one language, as they were when it was published. */
const reportWordsSchema = z
  .object({
    verdict: z.string(),
    lede: z.string(),
    limits: z.object({
      question: z.string().optional().meta({ description: 'What the finding answers; absent in reports of before' }),
      finding: z.string(),
      sentences: z.array(z.string()),
    }),
    next: z.array(z.object({ title: z.string(), body: z.string() })),
    fit: z
      .object({
        finding: z.string(),
        margin: z.string(),
        timeline: z.string().nullable(),
        silent: z.string().nullable(),
      })
      .nullable(),
    trend: z.object({
      finding: z.string(),
      disagreeing: z.array(z.string()),
      notes: z.array(z.string()),
      change: z.string().nullable(),
    }),
    ties: z.string(),
    log: z.string(),
  })
  .meta({ id: 'ReportWords' });

/** The frozen document of a report; its SHA-256 is taken over exactly these bytes. */
export const reportDocumentSchema = z
  .object({
    format: z.literal('rapport-report/1'),
    report: z.string(),
    number: z.int().meta({ description: 'Publication number within the network, from 1' }),
    replaces: z
      .object({ report: z.string(), number: z.int() })
      .nullable()
      .meta({ description: 'The report that this one corrects' }),
    network: z.object({ slug: z.string(), name: z.string() }),
    wave: z.object({ wave: z.string(), label: z.string(), opens: z.string(), closes: z.string() }),
    summary: z.string().nullable(),
    context: z.string().nullable().meta({ description: 'Who was asked and what happened, in the network’s words' }),
    published: instantSchema,
    method: z.string().meta({ description: 'Version of the method that made the figures' }),
    instrument: z
      .string()
      .meta({ description: 'Version asked in the wave; its texts and cuts are in `release.context.instruments`' }),
    texts: z
      .record(z.string(), reportWordsSchema)
      .nullable()
      .meta({ description: 'The report’s sentences by language' }),
    release: releasedAnalysisSchema,
  })
  .meta({ id: 'Report' });
export type ReportDocument = z.infer<typeof reportDocumentSchema>;

export const publishedReportSchema = reportDocumentSchema
  .extend({
    sha256: z.string(),
    replacedBy: z.int().nullable().meta({ description: 'Number of a later report that corrects this one' }),
  })
  .meta({ id: 'PublishedReport' });
export type PublishedReport = z.infer<typeof publishedReportSchema>;

/** How far a PDF is that is being made. */
export const pdfProgressSchema = z
  .object({
    state: z.enum(['ready', 'making', 'failed']),
    before: z.int().meta({ description: 'How many are made first' }),
  })
  .meta({ id: 'PdfProgress' });

/** Why a report may not go out; `names` says what it is about. */
export const refusalSchema = z
  .object({
    reason: z.enum([
      'altered-figures',
      'outside-the-audit',
      'smallest-group-raised',
      'consent-withdrawn',
      'names-in-texts',
    ]),
    names: z.array(z.string()),
  })
  .meta({ id: 'PublicationRefusal' });
export type Refusal = z.infer<typeof refusalSchema>;

export const reportRowSchema = z
  .object({
    report: z.string(),
    number: z.int(),
    wave: z.string(),
    sha256: z.string(),
    replaces: z.string().nullable(),
    published: instantSchema,
    withdrawn: instantSchema.nullable(),
    note: z.string().nullable(),
    shares: z.array(
      z.object({
        share: z.string(),
        created: instantSchema,
        expires: instantSchema.nullable(),
        revoked: instantSchema.nullable(),
        locked: z.boolean().meta({ description: 'Asks for a passphrase' }),
        views: z.int(),
      }),
    ),
  })
  .meta({ id: 'ReportRow' });

const wordsOfLead = z.string().trim().max(10_000).overwrite(plainText).optional();
export const reportCreateSchema = z.object({
  wave: z.string().max(64),
  summary: wordsOfLead,
  context: wordsOfLead,
  replaces: z.string().max(64).optional(),
});
export const withdrawSchema = z.object({ note: z.string().trim().max(1000).overwrite(plainText).optional() });
/** `expires` is an instant, or a day and then its end in UTC; without one the link lasts a year. */
export const shareCreateSchema = z.object({
  expires: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
  passphrase: z.string().min(8).max(200).optional(),
});
export const passphraseSchema = z.object({ passphrase: z.string().max(200) });
export type ReportView = z.infer<typeof reportRowSchema>;
