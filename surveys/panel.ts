import { z } from 'zod';
import { instrumentSchema } from './instrument.ts';
import { textSchema } from './text.ts';

/** `2026-01-31`, a day that exists; a year 0 does not. */
export const dateSchema = z.iso
  .date()
  .refine((day) => !day.startsWith('0000'), { error: 'is in no year that there was', params: { day: true } });
export const idSchema = textSchema(64).min(1);
const label = textSchema(500);
/** Of an instrument: its id, `@`, its version. */
const LONGEST_KEY = 80;
const optionalDate = dateSchema.nullable().default(null);

export const EVENT_KINDS = ['workshop', 'procedure', 'meeting', 'agreement', 'external', 'outcome'] as const;

/** `slug` is part of addresses: lower-case letters, digits and hyphens. */
export const networkSchema = z.object({
  format: z.literal('rapport-panel/1'),
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63'),
  name: label.min(1),
  timezone: z.string().max(64).refine(isTimeZone, 'is not an IANA time zone'),
  locale: z.string().min(2).max(35),
  minimumCell: z.int().min(5).max(1000).default(5),
  /** Key of the instrument that waves use unless they name their own, `pulse@1`. */
  instrument: z.string().min(1).max(LONGEST_KEY),
});

/** One zod schema per table; the column names of contract.md, null for an empty optional cell. */
export const tableSchemas = {
  organisations: z.object({
    organisation: idSchema,
    name: label.min(1),
    joined: dateSchema,
    left: optionalDate,
    named: z.boolean().optional(),
  }),
  members: z.object({
    member: idSchema,
    organisation: idSchema,
    name: label.nullable().default(null),
    email: z.email().max(320).nullable().default(null),
    joined: dateSchema,
    left: optionalDate,
    language: z.string().max(35).optional(),
    person: idSchema.optional(),
  }),
  waves: z.object({
    wave: idSchema,
    label: label.min(1),
    opens: dateSchema,
    closes: dateSchema,
    instrument: z.string().max(LONGEST_KEY).optional(),
  }),
  answers: z.object({ wave: idSchema, member: idSchema, item: idSchema, value: z.number() }),
  ties: z.object({
    wave: idSchema,
    member: idSchema,
    organisation: idSchema,
    question: idSchema,
    value: z.int(),
    carried: z.boolean().optional(),
  }),
  texts: z.object({ wave: idSchema, member: idSchema, question: idSchema, text: textSchema(10_000) }),
  events: z.object({
    event: idSchema,
    kind: z.enum(EVENT_KINDS),
    title: label.min(1),
    starts: dateSchema,
    ends: optionalDate,
    notes: textSchema(10_000).nullable().default(null),
  }),
  event_organisations: z.object({ event: idSchema, organisation: idSchema }),
  goals: z.object({ from: dateSchema, text: textSchema(5000).min(1) }),
  declarations: z.object({
    from: dateSchema,
    by: z.enum(['funder', 'network']),
    mode: idSchema,
    source: label.nullable().default(null),
  }),
} as const;

/**
 * Everything that is known of one network, in memory. Tables are arrays of rows; `instruments` holds every instrument
 * that the network or one of its waves uses, the network's own first. `checkPanel` says whether the rows agree with each other.
 */
export const panelSchema = z.object({
  network: networkSchema,
  instruments: z.array(instrumentSchema).min(1),
  organisations: z.array(tableSchemas.organisations),
  members: z.array(tableSchemas.members),
  waves: z.array(tableSchemas.waves),
  answers: z.array(tableSchemas.answers),
  ties: z.array(tableSchemas.ties),
  texts: z.array(tableSchemas.texts).default([]),
  events: z.array(tableSchemas.events).default([]),
  event_organisations: z.array(tableSchemas.event_organisations).default([]),
  goals: z.array(tableSchemas.goals).default([]),
  declarations: z.array(tableSchemas.declarations).default([]),
});

export type Panel = z.infer<typeof panelSchema>;
export type PanelTable = keyof typeof tableSchemas;
export type Network = Panel['network'];
export type Organisation = Panel['organisations'][number];
export type Member = Panel['members'][number];
export type Wave = Panel['waves'][number];
export type Answer = Panel['answers'][number];
export type TieRating = Panel['ties'][number];
export type LogEvent = Panel['events'][number];
export type EventKind = (typeof EVENT_KINDS)[number];
export type Declaration = Panel['declarations'][number];
export type AgreedGoals = Panel['goals'][number];

/** Where a panel is at fault: `row` counts lines of the file (the header is 1) or array positions from 1; null for the whole file. */
export interface Fault {
  file: string;
  row: number | null;
  column: string | null;
  message: string;
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
