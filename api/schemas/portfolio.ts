import { EVENT_KINDS } from '@rapport/surveys/panel';
import { z } from 'zod';
import { instantSchema } from './rows.ts';

const interval = z.tuple([z.number(), z.number()]).readonly().nullable();
const byLanguage = <T extends z.ZodType>(value: T) => z.record(z.string(), value);
const people = z.union([z.number(), z.object({ from: z.number(), to: z.number().nullable() })]);
const rate = z.union([z.number(), z.object({ from: z.number(), to: z.number() })]).nullable();
const nullable = z.number().nullable();

const headSchema = z
  .object({
    report: z.string(),
    number: z.int(),
    wave: z.string(),
    label: z.string(),
    closes: z.string(),
    published: instantSchema,
    sha256: z.string(),
    replaces: z.string().nullable(),
    replacedBy: z.int().nullable().meta({ description: 'Number of a later report that corrects this one' }),
    withdrawn: instantSchema.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'PortfolioReport' });
export type PortfolioReport = z.infer<typeof headSchema>;

/** What the portfolio shows of a network’s latest report: published figures and frozen sentences, nothing computed anew. */
const latestSchema = z
  .object({
    report: z.string(),
    number: z.int(),
    wave: z.string(),
    label: z.string(),
    published: instantSchema,
    summary: z.string().nullable(),
    method: z.string(),
    instrument: z.string(),
    minimumCell: z.int(),
    modes: z.array(z.object({ id: z.string(), title: byLanguage(z.string()).optional() })).meta({
      description: 'The rungs in rising order',
    }),
    stage: z
      .object({
        mode: z.string().nullable(),
        verdict: z.object({ mode: z.string().nullable(), status: z.string() }),
        confidence: z.record(z.string(), nullable),
        shares: z.record(z.string(), nullable),
        declared: z.object({ funder: z.string().nullable(), network: z.string().nullable() }),
        gap: z.object({ funder: nullable, network: nullable }),
        limitedBy: z.array(z.string()),
      })
      .nullable(),
    evidence: z.object({
      organisations: z.int(),
      organisationsHeard: z.int(),
      responded: people,
      responseRate: rate,
      waves: z.int(),
    }),
    scales: z.array(
      z.object({
        scale: z.string(),
        perYear: nullable,
        ci: interval,
        points: z.array(
          z.object({
            opens: z.string(),
            label: z.string(),
            mean: nullable,
            ci: interval,
          }),
        ),
      }),
    ),
    cuts: z.array(z.number()),
    words: byLanguage(
      z.object({
        verdict: z.string(),
        lede: z.string(),
        trend: z.string(),
        limits: z.string(),
        limitTerm: z.string().nullable(),
        heldBackBy: z.array(z.string()),
        next: z.array(z.object({ title: z.string(), body: z.string() })),
        scales: z.record(z.string(), z.string()),
      }),
    ),
  })
  .meta({ id: 'PortfolioLatest' });
export type PortfolioLatest = z.infer<typeof latestSchema>;

export const portfolioNetworkSchema = z
  .object({
    network: z.string(),
    name: z.string(),
    latest: latestSchema.nullable().meta({ description: 'Null where no report stands' }),
    reports: z.array(headSchema).meta({ description: 'The newest first, withdrawn ones with their note' }),
  })
  .meta({ id: 'PortfolioNetwork' });
export type PortfolioNetwork = z.infer<typeof portfolioNetworkSchema>;

const shareSchema = z.object({
  clusters: z.int().meta({ description: 'Networks' }),
  n: z.int().meta({ description: 'Stretches between two waves' }),
  hits: z.int().meta({ description: 'Of these, in which the same people rose' }),
  share: nullable,
  ci: interval,
});

export const patternsSchema = z
  .object({
    networks: z.int(),
    needed: z.int(),
    stretches: z.int(),
    rose: z.int(),
    unknown: z.int(),
    kinds: z
      .array(z.object({ kind: z.enum(EVENT_KINDS), with: shareSchema, without: shareSchema }))
      .nullable()
      .meta({ description: 'Null with fewer networks than needed' }),
  })
  .meta({ id: 'LogPatterns', description: 'Kinds of log entries that stood before a rise: a pattern, never a cause' });

export const portfolioSchema = z
  .object({ networks: z.array(portfolioNetworkSchema), patterns: patternsSchema })
  .meta({ id: 'Portfolio' });
export type Portfolio = z.infer<typeof portfolioSchema>;
