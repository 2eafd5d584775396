import { z } from 'zod';
import { releasedAnalysisSchema } from './analysis.ts';
import { instantSchema } from './rows.ts';

/** The frozen document of a report; its SHA-256 is taken over exactly these bytes. */
export const reportDocumentSchema = z
  .object({
    format: z.literal('rapport-report/1'),
    report: z.string(),
    network: z.object({ slug: z.string(), name: z.string() }),
    wave: z.object({ wave: z.string(), label: z.string(), opens: z.string(), closes: z.string() }),
    summary: z.string().nullable(),
    published: instantSchema,
    release: releasedAnalysisSchema,
  })
  .meta({ id: 'Report' });
export type ReportDocument = z.infer<typeof reportDocumentSchema>;

export const publishedReportSchema = reportDocumentSchema
  .extend({ sha256: z.string() })
  .meta({ id: 'PublishedReport' });

export const reportRowSchema = z
  .object({
    report: z.string(),
    number: z.int(),
    wave: z.string(),
    sha256: z.string(),
    published: instantSchema,
    withdrawn: instantSchema.nullable(),
    shares: z.array(
      z.object({
        share: z.string(),
        created: instantSchema,
        expires: instantSchema.nullable(),
        revoked: instantSchema.nullable(),
        views: z.int(),
      }),
    ),
  })
  .meta({ id: 'ReportRow' });

export const reportCreateSchema = z.object({ wave: z.string().max(64), summary: z.string().max(10_000).optional() });
/** `expires` is an instant, or a day and then its end in UTC; without one the link lasts a year. */
export const shareCreateSchema = z.object({
  expires: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
});
export type ReportView = z.infer<typeof reportRowSchema>;
