import { isPlainText } from '@rapport/surveys/text';
import { z } from 'zod';
import { PASSWORD_LENGTH } from '../auth.ts';
import { instantSchema, networkRoleSchema } from './rows.ts';

/** What the routes on accounts, their sessions and their roles take and give. */

export const languageSchema = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is a language tag such as en or id');
const nameSchema = z.string().trim().min(1, 'is missing').max(200).refine(isPlainText, 'holds a control character');
const emailSchema = z.email('is not an e-mail address').max(320);
const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min, `has fewer than ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max, `has more than ${PASSWORD_LENGTH.max} characters`);

export const accountPatchSchema = z
  .object({ name: nameSchema, language: languageSchema.nullable() })
  .partial()
  .meta({ id: 'AccountPatch' });

export const accountSchema = z
  .object({
    email: z.string(),
    name: z.string(),
    /** Of mails and pages; null for the network's. */
    language: z.string().nullable(),
    /** Whether signing in asks for a code of an authenticator app. */
    secondStep: z.boolean(),
    sessions: z.array(
      z.object({
        session: z.string(),
        /** The one that asks. */
        current: z.boolean(),
        /** The device's own words, as its browser sent them. */
        userAgent: z.string().nullable(),
        since: instantSchema,
        expires: instantSchema,
      }),
    ),
  })
  .meta({ id: 'Account' });

export const firstAccountSchema = z.object({
  token: z.string().min(1).max(200),
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  language: languageSchema.optional(),
});

export const roleInvitationCreateSchema = z.object({
  email: emailSchema,
  role: networkRoleSchema,
  /** Of the mail; the network's if left out. An account that exists is written to in its own. */
  language: languageSchema.optional(),
});

export const roleInvitationSchema = z
  .object({
    invitation: z.string(),
    email: z.string(),
    role: networkRoleSchema,
    invited: instantSchema,
    expires: instantSchema,
    expired: z.boolean(),
  })
  .meta({ id: 'RoleInvitation' });

export const personSchema = z
  .object({
    account: z.string(),
    email: z.string(),
    name: z.string(),
    /** Whether it is the account that asks. */
    you: z.boolean(),
    roles: z.array(
      z.object({
        role: networkRoleSchema,
        since: instantSchema,
        /** False for a custodian whose first wave has not opened. */
        begun: z.boolean(),
        /** The opening day of a custodian's first wave; null for other roles, and while none is planned. */
        begins: z.iso.date().nullable(),
      }),
    ),
  })
  .meta({ id: 'Person' });

export const rolesSchema = z.object({ roles: z.array(networkRoleSchema).min(1).max(4) });

/** What somebody with the link of an invitation sees before they take it up. */
export const openedInvitationSchema = z
  .object({
    network: z.string(),
    networkName: z.string(),
    role: networkRoleSchema,
    email: z.string(),
    invitedBy: z.string(),
    expires: instantSchema,
    /** Whether there is an account with this address: then signing in comes first. */
    hasAccount: z.boolean(),
  })
  .meta({ id: 'OpenedRoleInvitation' });

export const joinSchema = z.object({ name: nameSchema, password: passwordSchema, language: languageSchema.optional() });

const need = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ need: z.literal(kind), ...shape });

/** What a network waits for now, the most pressing first. */
export const needSchema = z.discriminatedUnion('need', [
  need('set-up', {}),
  need('open', {
    label: z.string(),
    closes: z.iso.date(),
    eligible: z.int(),
    invited: z.int(),
    submitted: z.int(),
  }),
  need('publish', { label: z.string() }),
  need('planned', { label: z.string(), opens: z.iso.date() }),
  need('plan', {}),
]);
export type Need = z.infer<typeof needSchema>;
