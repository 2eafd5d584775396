import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { z } from 'zod';
import type { ApiEnv } from './context.ts';
import { PROBLEM_TYPE, problemSchema } from './errors.ts';
import { SignInNeeded } from './problems.ts';
import { findAccount } from './sessions.ts';

const problem = { description: 'Refused', content: { [PROBLEM_TYPE]: { schema: problemSchema } } };
const user = z.looseObject({ id: z.string(), email: z.string(), name: z.string() });
const json = (schema: z.ZodType, description: string) => ({ description, content: { 'application/json': { schema } } });

const anyone = { tags: ['sign-in'], 'x-role': 'anyone', security: [] };
const signedIn = { tags: ['account'], 'x-role': 'account', security: [{ accountSession: [] }] };
const form = (schema: z.ZodType) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});

function describeSecondStep(registry: OpenAPIHono['openAPIRegistry']): void {
  const password = form(z.object({ password: z.string() }));
  const codes = z.object({ backupCodes: z.array(z.string()) });
  const code = form(z.object({ code: z.string() }));
  const steps = [
    {
      ...signedIn,
      path: 'enable',
      summary: 'Begins to set up a second step; it holds once a first code was right',
      request: password,
      reply: json(codes.extend({ totpURI: z.string() }), 'For an authenticator app, and ten codes for once each'),
    },
    {
      ...signedIn,
      path: 'disable',
      summary: 'Ends the second step',
      request: password,
      reply: json(z.looseObject({ status: z.boolean() }), 'Ended'),
    },
    {
      ...signedIn,
      path: 'generate-backup-codes',
      summary: 'Ten new backup codes in place of the old ones',
      request: password,
      reply: json(z.looseObject(codes.shape), 'Shown this once'),
    },
    {
      ...anyone,
      path: 'verify-totp',
      summary: 'The second step of a sign-in, or the first code that ends setting it up',
      request: code,
      reply: json(z.looseObject({ user }), 'The session cookie is set'),
    },
    {
      ...anyone,
      path: 'verify-backup-code',
      summary: 'The second step of a sign-in by a backup code, which is used up',
      request: code,
      reply: json(z.looseObject({ user }), 'The session cookie is set'),
    },
  ];
  for (const { path, reply, ...step } of steps)
    registry.registerPath({
      ...step,
      method: 'post',
      path: `/api/auth/two-factor/${path}`,
      responses: { 200: reply, default: problem },
    });
}

/** The routes of sign-in, which better-auth answers, for the API document. */
export function describeAuth(registry: OpenAPIHono['openAPIRegistry']): void {
  registry.registerPath({
    ...anyone,
    method: 'post',
    path: '/api/auth/sign-in/email',
    summary: 'Signs in with a password',
    request: {
      body: {
        required: true,
        content: {
          'application/json': {
            schema: z.object({ email: z.email(), password: z.string(), rememberMe: z.boolean().optional() }),
          },
        },
      },
    },
    responses: {
      200: json(
        z.union([z.looseObject({ user }), z.looseObject({ twoFactorRedirect: z.literal(true) })]),
        'The session cookie is set; or a second step is asked for, and a cookie for it is set',
      ),
      default: problem,
    },
  });
  registry.registerPath({
    ...anyone,
    method: 'get',
    path: '/api/auth/magic-link/verify',
    summary: 'Signs in by a one-time link and goes on to callbackURL',
    request: { query: z.object({ token: z.string(), callbackURL: z.string().optional() }) },
    responses: { 302: { description: 'The session cookie is set' }, default: problem },
  });
  const asked = json(z.looseObject({ status: z.boolean() }), 'The same whether or not there is such an account');
  registry.registerPath({
    ...anyone,
    method: 'post',
    path: '/api/auth/sign-in/magic-link',
    summary: 'Mails a link to sign in, where mail can be sent',
    request: form(z.object({ email: z.email(), callbackURL: z.string().optional() })),
    responses: { 200: asked, default: problem },
  });
  registry.registerPath({
    ...anyone,
    method: 'post',
    path: '/api/auth/request-password-reset',
    summary: 'Mails a link to set a new password; 400 where no mail can be sent',
    request: form(z.object({ email: z.email() })),
    responses: { 200: asked, default: problem },
  });
  registry.registerPath({
    ...anyone,
    method: 'post',
    path: '/api/auth/reset-password',
    summary: 'Sets a new password with the token of a mailed link, once; other sessions end',
    request: form(z.object({ token: z.string(), newPassword: z.string() })),
    responses: { 200: json(z.looseObject({ status: z.boolean() }), 'Set'), default: problem },
  });
  describeSecondStep(registry);
  registry.registerPath({
    ...signedIn,
    method: 'post',
    path: '/api/auth/change-password',
    summary: 'Changes the password; with revokeOtherSessions other devices have to sign in again',
    request: form(
      z.object({ currentPassword: z.string(), newPassword: z.string(), revokeOtherSessions: z.boolean().optional() }),
    ),
    responses: { 200: json(z.looseObject({ user }), 'Changed; a new session cookie is set'), default: problem },
  });
  registry.registerPath({
    ...anyone,
    method: 'post',
    path: '/api/auth/sign-out',
    summary: 'Ends the session',
    responses: { 200: json(z.object({ success: z.boolean() }), 'Ended'), default: problem },
  });
  registry.registerPath({
    ...anyone,
    method: 'get',
    path: '/api/auth/get-session',
    summary: 'Who is signed in; null for nobody',
    responses: { 200: json(z.looseObject({ user }).nullable(), 'The session'), default: problem },
  });
}

/** Those of better-auth's routes that need an account; asked before anything of the request is read. */
const FOR_ACCOUNTS = new Set(
  ['change-password', 'two-factor/enable', 'two-factor/disable', 'two-factor/generate-backup-codes'].map(
    (path) => `/api/auth/${path}`,
  ),
);

/** Hands a request to better-auth; its errors come back as problem details. */
export async function answerAuth(c: Context<ApiEnv>): Promise<Response> {
  if (FOR_ACCOUNTS.has(c.req.path) && !(await findAccount(c)))
    throw new SignInNeeded('This needs an account that is signed in.');
  return problemFromAuth(await c.var.auth.handler(c.req.raw));
}

const TITLES: Record<number, string> = {
  400: 'The request could not be read',
  401: 'Sign-in failed',
  403: 'This is not allowed',
  404: 'There is nothing here',
  429: 'Too many attempts: please wait a minute',
};

/** better-auth's errors as problem details; its message and code are kept, those of a 500 are not. */
async function problemFromAuth(response: Response): Promise<Response> {
  if (response.status < 400) return response;
  const said = response.status >= 500 ? {} : await saidIn(response);
  const headers = new Headers(response.headers);
  headers.set('content-type', PROBLEM_TYPE);
  headers.delete('content-length');
  const code = typeof said.code === 'string' ? said.code.toLowerCase().replaceAll('_', '-') : `http-${response.status}`;
  const problem = {
    type: `urn:rapport:problem:${code}`,
    title: TITLES[response.status] ?? 'Sign-in did not work',
    status: response.status,
    ...(typeof said.message === 'string' ? { detail: said.message } : {}),
  };
  return new Response(JSON.stringify(problem), { status: response.status, headers });
}

async function saidIn(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => null);
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
