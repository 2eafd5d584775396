import { z } from 'zod';
import { localizedSchema, textSchema } from './text.ts';

const id = textSchema(64).min(1);
/** Of an item's scale; far beyond what anybody asks, and far from where doubles lose their digits. */
const bound = z.number().min(-1e9).max(1e9);

const scaleSchema = z.looseObject({ id, title: localizedSchema });

const itemSchema = z.looseObject({
  id,
  scale: id,
  facet: id.optional(),
  min: bound,
  max: bound,
  reversed: z.boolean().default(false),
  decimal: z.boolean().default(false),
  text: localizedSchema,
  labels: z.record(z.string(), localizedSchema).optional(),
});

const tieSchema = z.looseObject({
  id,
  min: z.int().min(0),
  max: z.int().min(1).max(100),
  visibility: z.enum(['agency', 'aggregate']).default('aggregate'),
  text: localizedSchema,
  labels: z.record(z.string(), localizedSchema).optional(),
  /** Asked only where another tie question was answered at or above a level. */
  askedFrom: z.looseObject({ tie: id, level: z.int().min(0) }).optional(),
});

const openQuestionSchema = z.looseObject({ id, text: localizedSchema });

const modeSchema = z.looseObject({
  id,
  title: localizedSchema.optional(),
  level: z.int().min(1),
  scales: z.record(id, z.number().min(0).max(100)),
  reach: z.number().min(0).max(1),
});

const readinessSchema = z.looseObject({ tie: id, modes: z.array(modeSchema).min(1).max(10) });

/**
 * An instrument: what is asked, and what an answer means. Versioned data; a used version never changes.
 * Cut-points under `readiness` are POMP units (0–100), `reach` is a share (0–1).
 */
export const instrumentSchema = z
  .looseObject({
    id,
    version: z.int().min(1).max(1_000_000),
    title: localizedSchema,
    scales: z.array(scaleSchema).max(50),
    items: z.array(itemSchema).max(500),
    ties: z.array(tieSchema).max(20).default([]),
    texts: z.array(openQuestionSchema).max(20).optional(),
    readiness: readinessSchema.optional(),
  })
  .superRefine((instrument, context) => {
    for (const [path, message] of instrumentFaults(instrument)) context.addIssue({ code: 'custom', path, message });
  });

export type Instrument = z.infer<typeof instrumentSchema>;
export type Item = z.infer<typeof itemSchema>;
export type Scale = z.infer<typeof scaleSchema>;
export type TieQuestion = z.infer<typeof tieSchema>;
export type OpenQuestion = z.infer<typeof openQuestionSchema>;
export type Mode = z.infer<typeof modeSchema>;
export type Readiness = z.infer<typeof readinessSchema>;

export { instrumentKey } from './instrument-key.ts';

type Parsed = {
  scales: { id: string }[];
  items: { id: string; scale: string; min: number; max: number }[];
  ties: { id: string; min: number; max: number; askedFrom?: { tie: string } }[];
  texts?: { id: string }[];
  readiness?: { tie: string; modes: { id: string; level: number; scales: Record<string, number> }[] };
};

function instrumentFaults({ scales, items, ties, texts = [], readiness }: Parsed): [(string | number)[], string][] {
  const faults: [(string | number)[], string][] = [];
  const unique = (name: string, rows: { id: string }[]) => {
    const seen = new Set<string>();
    rows.forEach((row, i) => {
      if (seen.has(row.id)) faults.push([[name, i, 'id'], `"${row.id}" is used twice`]);
      seen.add(row.id);
    });
    return seen;
  };
  const scaleIds = unique('scales', scales);
  unique('items', items);
  const tieIds = unique('ties', ties);
  unique('texts', texts);
  items.forEach((item, i) => {
    if (!scaleIds.has(item.scale)) faults.push([['items', i, 'scale'], `"${item.scale}" is not among the scales`]);
    if (item.min >= item.max) faults.push([['items', i, 'max'], 'must be above min']);
  });
  ties.forEach((tie, i) => {
    if (tie.min >= tie.max) faults.push([['ties', i, 'max'], 'must be above min']);
    if (tie.askedFrom && !tieIds.has(tie.askedFrom.tie))
      faults.push([['ties', i, 'askedFrom', 'tie'], 'is not a tie question']);
  });
  if (readiness) {
    if (!tieIds.has(readiness.tie)) faults.push([['readiness', 'tie'], `"${readiness.tie}" is not a tie question`]);
    unique('readiness', readiness.modes);
    readiness.modes.forEach((mode, i) => {
      for (const scale of Object.keys(mode.scales))
        if (!scaleIds.has(scale)) faults.push([['readiness', 'modes', i, 'scales', scale], 'is not among the scales']);
      const top = ties.find((tie) => tie.id === readiness.tie)?.max;
      if (top !== undefined && mode.level > top)
        faults.push([['readiness', 'modes', i, 'level'], `is above the question's ${top}`]);
    });
  }
  return faults;
}
