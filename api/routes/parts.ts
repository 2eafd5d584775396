import { idSchema, networkSchema } from '@rapport/surveys/panel';
import type { By } from '@rapport/db/audit';
import { accountActor, memberActor, pseudonymOf } from '@rapport/db/pseudonyms';
import type { Context } from 'hono';
import { z } from 'zod';
import type { ApiEnv } from '../context.ts';

/** What the declarations of routes share. */

export const inNetwork = z.object({ network: networkSchema.shape.slug });
export const withId = inNetwork.extend({ id: idSchema });
export const inWave = inNetwork.extend({ wave: idSchema });

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
/** A body that may be left out. */
export const optionalBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: false,
  content: { 'application/json': { schema } },
});
export const gone = { 204: { description: 'Done; nothing to say' } } as const;

/** Characters of a list of people; its bytes are limited too (4 MB). */
export const LONGEST_LIST = 4 * 1024 * 1024;

/** Who does it and when, for the audit. */
export const by = (c: Context<ApiEnv>): By => ({ actor: accountActor(c.var.account.id), now: c.var.clock() });

/** The same for what a member does about themselves. @throws NotFound */
export const byMember = async (
  { var: { db, clock } }: Context<ApiEnv>,
  network: string,
  member: string,
): Promise<By> => ({
  actor: memberActor(await pseudonymOf(db, network, member)),
  now: clock(),
});
