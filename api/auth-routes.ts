import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { PROBLEM_TYPE, problemSchema } from './errors.ts';

/** A route of sign-in that better-auth answers. What is not declared here doesn't exist (auth-gate.ts). */
export interface AuthRoute {
  method: 'get' | 'post';
  /** Below `/api/auth`. */
  path: string;
  summary: string;
  /** `anyone` where left out; `account` for one that is signed in. */
  role?: 'account';
  /** What the route takes; nothing else of a body is passed on. */
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** Passed on beside it, whatever the caller wants. */
  fixed?: Record<string, unknown>;
  reply?: z.ZodType;
  /** For a reply that isn't 200 with JSON. */
  status?: 302;
  done: string;
}

const user = z.looseObject({ id: z.string(), email: z.string(), name: z.string() });
const email = z.email().max(320);
const password = z.string().max(200);
const token = z.string().max(200);
/** A path of ours; better-auth refuses other sites'. */
const address = z.string().max(2000);
const code = z.string().max(40);
const backupCodes = z.object({ backupCodes: z.array(z.string()) });
const asked = z.looseObject({ status: z.boolean() });
const THE_SAME = 'The same whether or not there is such an account';

export const AUTH_ROUTES: readonly AuthRoute[] = [
  {
    method: 'post',
    path: '/sign-in/email',
    summary: 'Signs in with a password',
    body: z.object({ email, password, rememberMe: z.boolean().optional() }),
    reply: z.union([z.looseObject({ user }), z.looseObject({ twoFactorRedirect: z.literal(true) })]),
    done: 'The session cookie is set; or a second step is asked for, and a cookie for it is set',
  },
  {
    method: 'get',
    path: '/magic-link/verify',
    summary: 'Signs in by a one-time link and goes on to callbackURL',
    query: z.object({ token, callbackURL: address.optional(), errorCallbackURL: address.optional() }),
    status: 302,
    done: 'The session cookie is set',
  },
  {
    method: 'post',
    path: '/sign-in/magic-link',
    summary: 'Mails a link to sign in, where mail can be sent',
    body: z.object({ email, callbackURL: address.optional() }),
    reply: asked,
    done: THE_SAME,
  },
  {
    method: 'post',
    path: '/request-password-reset',
    summary: 'Mails a link to set a new password; 400 where no mail can be sent',
    body: z.object({ email }),
    reply: asked,
    done: THE_SAME,
  },
  {
    method: 'post',
    path: '/reset-password',
    summary: 'Sets a new password with the token of a mailed link, once; other sessions end',
    body: z.object({ token, newPassword: password }),
    reply: asked,
    done: 'Set',
  },
  {
    method: 'post',
    path: '/change-password',
    summary: 'Changes the password; every other session of the account ends',
    role: 'account',
    body: z.object({ currentPassword: password, newPassword: password }),
    fixed: { revokeOtherSessions: true },
    reply: z.looseObject({ user }),
    done: 'Changed; a new session cookie is set',
  },
  {
    method: 'post',
    path: '/two-factor/enable',
    summary: 'Begins to set up a second step; it holds once a first code was right',
    role: 'account',
    body: z.object({ password }),
    reply: backupCodes.extend({ totpURI: z.string() }),
    done: 'For an authenticator app, and ten codes for once each',
  },
  {
    method: 'post',
    path: '/two-factor/disable',
    summary: 'Ends the second step',
    role: 'account',
    body: z.object({ password }),
    reply: asked,
    done: 'Ended',
  },
  {
    method: 'post',
    path: '/two-factor/generate-backup-codes',
    summary: 'Ten new backup codes in place of the old ones',
    role: 'account',
    body: z.object({ password }),
    reply: z.looseObject(backupCodes.shape),
    done: 'Shown this once',
  },
  {
    method: 'post',
    path: '/two-factor/verify-totp',
    summary: 'The second step of a sign-in, or the first code that ends setting it up',
    body: z.object({ code }),
    reply: z.looseObject({ user }),
    done: 'The session cookie is set',
  },
  {
    method: 'post',
    path: '/two-factor/verify-backup-code',
    summary: 'The second step of a sign-in by a backup code, which is used up',
    body: z.object({ code }),
    reply: z.looseObject({ user }),
    done: 'The session cookie is set',
  },
  {
    method: 'post',
    path: '/sign-out',
    summary: 'Ends the session',
    reply: z.object({ success: z.boolean() }),
    done: 'Ended',
  },
  {
    method: 'get',
    path: '/get-session',
    summary: 'Who is signed in; null for nobody',
    reply: z.looseObject({ user }).nullable(),
    done: 'The session',
  },
];

/** Puts the routes of sign-in into the API document. */
export function describeAuth(registry: OpenAPIHono['openAPIRegistry']): void {
  const problem = { description: 'Refused', content: { [PROBLEM_TYPE]: { schema: problemSchema } } };
  for (const { method, path, summary, role, query, body, reply, status = 200, done } of AUTH_ROUTES)
    registry.registerPath({
      tags: [role ?? 'sign-in'],
      'x-role': role ?? 'anyone',
      security: role ? [{ accountSession: [] }] : [],
      method,
      path: `/api/auth${path}`,
      summary,
      request: {
        ...(query && { query }),
        ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
      },
      responses: {
        [status]: { description: done, ...(reply && { content: { 'application/json': { schema: reply } } }) },
        default: problem,
      },
    });
}
