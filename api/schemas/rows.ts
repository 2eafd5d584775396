import { instrumentSchema } from '@rapport/surveys/instrument';
import { idSchema, networkSchema, tableSchemas } from '@rapport/surveys/panel';
import { z } from 'zod';
import { patchOf } from './patch.ts';

/** What the lead's routes take and give: the panel's own rows (surveys/panel.ts), and what a client needs beside them. */

export const instantSchema = z.iso.datetime();
export const networkRoleSchema = z.enum(['lead', 'viewer', 'custodian', 'funder']);

const networkFields = networkSchema.omit({ format: true, instrument: true });

export const networkCreateSchema = networkFields.extend({
  /** A built-in instrument by its key, or an instrument of one's own. */
  instrument: z.union([z.string().max(80), instrumentSchema]).default('pulse@1'),
});
const dayCounts = (least: number) => z.array(z.int().min(least).max(366)).max(10);
/** Days after the opening and before the last day on which those who have not answered are reminded by mail. */
export const remindersSchema = z.object({ afterOpening: dayCounts(1), beforeClose: dayCounts(0) });
/** The slug stays: it is part of addresses that people have kept. */
export const networkPatchSchema = patchOf(networkSchema.omit({ format: true, slug: true, instrument: true })).extend({
  /** Null goes back to the days that are usual. */
  reminders: remindersSchema.nullable().optional(),
  /** Whether members are offered last wave's rating of an agency as 'still so?'. */
  stillSo: z.boolean().optional(),
});

export const networkViewSchema = networkSchema
  .omit({ format: true })
  .extend({ roles: z.array(networkRoleSchema), reminders: remindersSchema, stillSo: z.boolean() })
  .meta({ id: 'Network' });

export const organisationPatchSchema = patchOf(tableSchemas.organisations.omit({ organisation: true }));
export const memberPatchSchema = patchOf(tableSchemas.members.omit({ member: true }));
export const wavePatchSchema = patchOf(tableSchemas.waves.omit({ wave: true }));
export const goalPatchSchema = patchOf(tableSchemas.goals);
export const declarationPatchSchema = patchOf(tableSchemas.declarations.pick({ mode: true, source: true }));

/** `upcoming` before its opening day, `open` until the end of its last day, then `closed`; a lead may close it earlier. */
export const waveStateSchema = z.enum(['upcoming', 'open', 'closed']);
export const waveViewSchema = tableSchemas.waves
  .extend({ state: waveStateSchema, closedAt: instantSchema.nullable() })
  .meta({ id: 'Wave' });

/** An event with the agencies that took part, or whose outcome it is. */
export const eventViewSchema = tableSchemas.events.extend({ organisations: z.array(z.string()) }).meta({ id: 'Event' });
export const eventCreateSchema = tableSchemas.events.extend({ organisations: z.array(idSchema).max(5000).optional() });
export const eventPatchSchema = patchOf(eventCreateSchema.omit({ event: true }));

/** A panel's declarations have no id; here it is `{by}:{from}`, such as `funder:2026-01-01`. */
export const declarationViewSchema = tableSchemas.declarations
  .extend({ declaration: z.string() })
  .meta({ id: 'Declaration' });
/** Goals have none either; here it is their place among the network's goals. */
export const goalViewSchema = tableSchemas.goals.extend({ goal: z.string() }).meta({ id: 'AgreedGoals' });

export const progressSchema = z
  .object({
    eligible: z.int(),
    invited: z.int(),
    opened: z.int(),
    started: z.int(),
    submitted: z.int(),
    /** Submitted of eligible, 0 to 1; null while nobody is in the wave. */
    responseRate: z.number().nullable(),
    /**
     * Whether enough agencies are heard for a verdict, of how many are in the wave and how many it takes; null where the
     * questions give none. How many are heard is not told: from one moment to the next it would say who answered.
     */
    verdict: z.object({ enough: z.boolean(), needed: z.int(), organisations: z.int() }).nullable(),
  })
  .meta({ id: 'Progress' });

/** How far one agency of a wave has come. `answered` is a coarse step, null where it would say too much (agency-progress.ts). */
export const agencyProgressSchema = z
  .object({
    organisation: z.string(),
    name: z.string(),
    eligible: z.int(),
    invited: z.int(),
    answered: z.enum(['under-half', 'half-or-more']).nullable(),
  })
  .meta({ id: 'AgencyProgress' });

export const openWaveSchema = progressSchema.extend({ wave: z.string() }).meta({ id: 'OpenWave' });

export type WaveView = z.infer<typeof waveViewSchema>;
export type NetworkView = z.infer<typeof networkViewSchema>;
export type GoalView = z.infer<typeof goalViewSchema>;
export type DeclarationView = z.infer<typeof declarationViewSchema>;
export type AgencyProgress = z.infer<typeof agencyProgressSchema>;
export type Progress = z.infer<typeof progressSchema>;
