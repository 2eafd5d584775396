import { z } from 'zod';

/** The parts of a released analysis (analytics/release/released-analysis.ts), as the API document describes them. */

/** Null: held back, or can't be estimated. */
export const figure = z.number().nullable();
/** Figures that no release gives: those are for evaluators, who hold the panel. */
const withheld = z.null();
export const interval = z.tuple([z.number(), z.number()]).nullable();
export const text = z.string().nullable();

/** A count of people: exact for leads, a bin for funders (`to` null: and more). */
export const people = z.union([
  z.number(),
  z.looseObject({ from: z.number(), to: z.number().nullable() }).meta({ description: 'A bin, for funders' }),
]);
export const peopleRate = z.union([figure, z.looseObject({ from: z.number(), to: z.number() })]);

const mean = z.looseObject({ n: people, organisationMean: figure, organisationSe: figure });

export const scaleLevel = mean.extend({
  organisations: z.number(),
  prorated: withheld,
  mean: withheld,
  sd: withheld,
  se: withheld,
  df: withheld,
  ci: withheld,
  organisationCi: interval,
  bounds: withheld,
  /** `n` is null where the facet is held back. */
  facets: z.record(z.string(), mean.extend({ n: people.nullable() })),
  alpha: z.looseObject({ n: people, value: figure, ci: interval }).nullable(),
  omega: z.looseObject({ value: z.number(), heywood: z.boolean() }).nullable(),
  icc1: withheld,
  icc2: withheld,
  rwgj: withheld,
});

const part = z.looseObject({
  organisations: z.number(),
  scales: z.record(z.string(), mean.extend({ organisations: z.number() })),
  readiness: z
    .looseObject({ mode: text, limitedBy: z.array(z.string()), confidence: z.record(z.string(), figure) })
    .nullable(),
});

const stability = z
  .looseObject({ cells: z.number(), kept: z.number(), lost: z.number(), formed: z.number(), jaccard: figure })
  .nullable();

const tieLevel = z.looseObject({
  level: z.number(),
  observed: z.number(),
  ties: z.number(),
  density: figure,
  dyads: z.number(),
  mutual: z.number(),
  asymmetric: z.number(),
  reciprocity: figure,
  reach: figure,
  reachAll: figure,
  pockets: z.array(z.array(z.string())),
  pocketLevels: z.array(z.looseObject({ pocket: part, rest: part })),
  pocketCount: z.number(),
  pocketSizes: z.array(z.number()).optional(),
  sincePrevious: stability,
  sincePreviousFresh: stability,
  densityChange: z.looseObject({ change: figure, se: figure, ci: interval }).nullable(),
});

export const tieQuestion = z.looseObject({
  visibility: z.enum(['agency', 'aggregate']),
  weightedReciprocity: figure,
  levels: z.array(tieLevel),
  carried: figure,
  asymmetry: z
    .looseObject({
      dyads: z.number(),
      differing: z.number(),
      meanGap: figure,
      pairs: z.array(z.looseObject({ higher: z.string(), lower: z.string(), gap: z.number() })),
    })
    .nullable(),
  ratings: z.array(z.looseObject({ from: z.string(), to: z.string(), value: z.number() })),
  received: z.array(z.looseObject({ organisation: z.string(), mean: figure })),
});

export const stage = z.looseObject({
  mode: text,
  limitedBy: z.array(z.string()),
  confidence: z.record(z.string(), figure),
  verdict: z.looseObject({
    mode: text,
    status: z.enum(['not-enough-evidence', 'weakening', 'approaching', 'granted', 'none']),
  }),
  declared: z.looseObject({ funder: text, network: text }),
  gap: z.looseObject({ funder: figure, network: figure }),
  shares: z.record(z.string(), figure),
  modeAt: z.looseObject({ minus5: text, plus5: text }),
  margins: z.record(z.string(), z.looseObject({ scales: z.record(z.string(), figure), reach: figure })),
  lowerQuartile: z.looseObject({ silent: z.number(), mode: text, holds: z.boolean().nullable() }),
});

export const scaleChange = z.looseObject({
  n: people,
  mean: figure,
  se: figure,
  df: figure,
  ci: interval,
  dz: withheld,
  g: withheld,
  gCi: withheld,
  wilcoxon: withheld,
  total: figure,
  within: figure,
  entry: figure,
  exit: figure,
  stayers: people,
  joiners: people,
  leavers: people,
});

const slope = z.looseObject({
  n: people,
  members: people,
  perYear: figure,
  se: figure,
  df: figure,
  ci: interval,
  p: figure,
  pHolm: figure,
});

export const trend = slope.extend({
  model: z.enum(['random-intercept', 'random-slope']),
  intercept: withheld,
  varianceBetween: withheld,
  varianceWithin: withheld,
  singular: z.boolean().nullable(),
  ols: withheld,
  randomSlope: withheld,
  exploratory: z.boolean(),
  instruments: z.array(z.string()),
  within: slope.extend({ organisations: z.number() }).nullable(),
});

export const eventEffect = z.discriminatedUnion('design', [
  z.looseObject({ design: z.literal('before-after'), change: figure, se: figure, df: figure, ci: interval }),
  z.looseObject({ design: z.literal('segmented'), level: figure, levelSe: figure, slope: figure, slopeSe: figure }),
]);

export const pocketLife = z.looseObject({
  level: z.number(),
  steps: z.array(
    z.looseObject({
      from: text,
      to: z.string(),
      pockets: z.array(
        z.looseObject({
          fate: z.enum(['born', 'grown', 'shrunk', 'kept', 'changed', 'merged', 'split', 'regrouped', 'gone']),
          before: z.array(z.array(z.string())),
          after: z.array(z.array(z.string())),
        }),
      ),
    }),
  ),
});
