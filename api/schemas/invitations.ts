import { z } from 'zod';
import { instantSchema } from './rows.ts';

export const notMailedSchema = z.object({
  member: z.string(),
  reason: z.enum(['no-address', 'opt-out', 'bounce']),
});

/** `links` only while no mail can be sent; `notMailed` only while it can. */
export const queuedSchema = z.object({
  queued: z.int(),
  links: z.array(z.object({ member: z.string(), url: z.string() })),
  notMailed: z.array(notMailedSchema),
});

/** How a member of a wave came to a link, or why not. */
export const linkStateSchema = z
  .object({
    member: z.string(),
    name: z.string().nullable(),
    organisation: z.string(),
    organisationName: z.string(),
    /** An invitation waits to be mailed. */
    waiting: z.boolean(),
    mailed: instantSchema.nullable(),
    handedOn: instantSchema.nullable(),
    /** Why mail doesn't reach them. `failed`: the last mail was given up, the address may be right. */
    problem: z.enum(['no-address', 'opt-out', 'bounce', 'failed']).nullable(),
    /** The mail server's code, where it gave one. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'LinkState' });

export type LinkState = z.infer<typeof linkStateSchema>;
