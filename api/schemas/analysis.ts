import type { ReleasedAnalysis } from '@rapport/analytics/release';
import { SUPPRESSION_REASONS } from '@rapport/analytics/release/suppression';
import { instrumentSchema } from '@rapport/surveys/instrument';
import { tableSchemas } from '@rapport/surveys/panel';
import { z } from 'zod';
import {
  eventEffect,
  people,
  peopleRate,
  pocketLife,
  scaleChange,
  scaleLevel,
  stage,
  text,
  tieQuestion,
  trend,
} from './release-figures.ts';

const wave = z.looseObject({
  wave: z.string(),
  eligible: people,
  responded: people,
  responseRate: peopleRate,
  organisations: z.number(),
  organisationsHeard: z.number(),
  scales: z.record(z.string(), scaleLevel),
  network: z.record(z.string(), tieQuestion).nullable(),
  stage: stage.nullable(),
  texts: z.record(z.string(), z.array(z.string()).nullable()),
});

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

const event = z.looseObject({
  events: z.array(z.string()),
  between: z.tuple([text, text]),
  scales: z.record(z.string(), eventEffect),
  attendance: z.record(z.string(), z.looseObject({ attendees: z.number(), others: z.number() }).nullable()),
});

const released = z.looseObject({
  format: z.literal('rapport-analysis/1'),
  method: z.string(),
  network: z.string(),
  instrument: z.string(),
  audience: z.enum(['lead', 'funder']),
  context,
  waves: z.array(wave),
  changes: z.array(z.looseObject({ from: z.string(), to: z.string(), scales: z.record(z.string(), scaleChange) })),
  trends: z.record(z.string(), trend.nullable()),
  events: z.array(event),
  pocketLives: z.record(z.string(), z.array(pocketLife)),
  suppressed: z.array(z.looseObject({ path: z.string(), reason: z.enum(SUPPRESSION_REASONS) })),
});

/**
 * The released analysis as it goes over the wire (contract.md, section 2). Typed as the analytics package has it, so that
 * pages and statistics share one shape; the schema describes that shape for the API document, and replies are not parsed by
 * it. `results.test.ts` holds that real releases satisfy it.
 */
export const releasedAnalysisSchema = released.meta({
  id: 'ReleasedAnalysis',
  description:
    'What one audience may see of the closed waves; null is held back (see suppressed) or cannot be estimated',
}) as unknown as z.ZodType<ReleasedAnalysis>;
