import type { ReleasedAnalysis } from '@rapport/analytics/release';
import { instrumentSchema } from '@rapport/surveys/instrument';
import { tableSchemas } from '@rapport/surveys/panel';
import { z } from 'zod';

/** The released analysis as it goes over the wire: contract.md, section 2, with what is held back null. */

const n = z.number().nullable();
const interval = z.tuple([z.number(), z.number()]).nullable();

const scaleLevel = z.looseObject({
  n: z.number(),
  organisations: z.number(),
  prorated: z.number(),
  mean: n,
  sd: n,
  se: n,
  df: n,
  ci: interval,
  organisationMean: n,
  organisationSe: n,
  organisationCi: interval,
  bounds: interval,
  facets: z.record(z.string(), z.looseObject({ n: z.number(), organisationMean: n, organisationSe: n })),
  alpha: z.looseObject({ n: z.number(), value: n, ci: interval }).nullable(),
  omega: z.looseObject({ value: z.number(), heywood: z.boolean() }).nullable(),
  icc1: n,
  icc2: n,
  rwgj: n,
});

const tieLevel = z.looseObject({
  level: z.number(),
  observed: z.number(),
  ties: z.number(),
  density: n,
  dyads: z.number(),
  mutual: z.number(),
  asymmetric: z.number(),
  reciprocity: n,
  reach: n,
  reachAll: n,
  pockets: z.array(z.array(z.string())),
  sincePrevious: z
    .object({ cells: z.number(), kept: z.number(), lost: z.number(), formed: z.number(), jaccard: n })
    .nullable(),
});

const stage = z.looseObject({
  mode: z.string().nullable(),
  limitedBy: z.array(z.string()),
  confidence: z.record(z.string(), n),
  verdict: z.looseObject({
    mode: z.string().nullable(),
    status: z.enum(['not-enough-evidence', 'weakening', 'approaching', 'granted', 'none']),
  }),
  declared: z.looseObject({ funder: z.string().nullable(), network: z.string().nullable() }),
  gap: z.looseObject({ funder: n, network: n }),
  shares: z.record(z.string(), n),
  modeAt: z.looseObject({ minus5: z.string().nullable(), plus5: z.string().nullable() }),
});

const wave = z.looseObject({
  wave: z.string(),
  eligible: z.number(),
  responded: z.number(),
  responseRate: n,
  organisations: z.number(),
  organisationsHeard: z.number(),
  scales: z.record(z.string(), scaleLevel),
  network: z
    .record(
      z.string(),
      z.looseObject({
        weightedReciprocity: n,
        levels: z.array(tieLevel),
        ratings: z.array(z.looseObject({ from: z.string(), to: z.string(), value: z.number() })),
      }),
    )
    .nullable(),
  stage: stage.nullable(),
});

const change = z.looseObject({
  n: z.number(),
  mean: n,
  se: n,
  df: n,
  ci: interval,
  dz: n,
  g: n,
  gCi: interval,
  wilcoxon: z.looseObject({ n: z.number(), v: z.number(), p: n, rankBiserial: n }).nullable(),
  total: n,
  within: n,
  entry: n,
  exit: n,
});

const trend = z.looseObject({
  model: z.enum(['random-intercept', 'random-slope']),
  n: z.number(),
  members: z.number(),
  intercept: n,
  perYear: n,
  se: n,
  df: n,
  ci: interval,
  p: n,
  varianceBetween: n,
  varianceWithin: n,
  singular: z.boolean().nullable(),
  ols: z.looseObject({ perYear: n, se: n, df: n }).nullable(),
  within: z
    .object({
      n: z.number(),
      members: z.number(),
      organisations: z.number(),
      perYear: n,
      se: n,
      df: n,
      ci: interval,
      p: n,
    })
    .nullable(),
});

const eventEffect = z.discriminatedUnion('design', [
  z.looseObject({ design: z.literal('before-after'), change: n, se: n, df: n, ci: interval }),
  z.looseObject({ design: z.literal('segmented'), level: n, levelSe: n, slope: n, slopeSe: n }),
]);

const context = z.looseObject({
  name: z.string(),
  locale: z.string(),
  timezone: z.string(),
  minimumCell: z.number(),
  instruments: z.array(instrumentSchema),
  waves: z.array(
    z.looseObject({
      wave: z.string(),
      label: z.string(),
      opens: z.string(),
      closes: z.string(),
      instrument: z.string(),
    }),
  ),
  organisations: z.array(z.looseObject({ organisation: z.string(), name: z.string() })),
  events: z.array(tableSchemas.events),
  event_organisations: z.array(tableSchemas.event_organisations),
  goals: z.array(tableSchemas.goals),
  declarations: z.array(tableSchemas.declarations),
});

const released = z.looseObject({
  format: z.literal('rapport-analysis/1'),
  network: z.string(),
  instrument: z.string(),
  audience: z.enum(['lead', 'funder']),
  context,
  waves: z.array(wave),
  changes: z.array(z.looseObject({ from: z.string(), to: z.string(), scales: z.record(z.string(), change) })),
  trends: z.record(z.string(), trend.nullable()),
  events: z.array(
    z.looseObject({
      events: z.array(z.string()),
      between: z.tuple([z.string().nullable(), z.string().nullable()]),
      scales: z.record(z.string(), eventEffect),
    }),
  ),
  suppressed: z.array(z.looseObject({ path: z.string(), reason: z.string() })),
});

/**
 * Typed as the analytics package has it, so that pages and statistics share one shape. The schema describes that shape for the
 * API document; replies are not parsed by it. `results.test.ts` holds that a real release satisfies it.
 */
export const releasedAnalysisSchema = released.meta({
  id: 'ReleasedAnalysis',
  description:
    'What one audience may see of the closed waves; null is held back (see suppressed) or cannot be estimated',
}) as unknown as z.ZodType<ReleasedAnalysis>;
