import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { PROBLEM_TYPE, problemSchema } from './errors.ts';

const problem = { description: 'Refused', content: { [PROBLEM_TYPE]: { schema: problemSchema } } };
const user = z.looseObject({ id: z.string(), email: z.string(), name: z.string() });
const json = (schema: z.ZodType, description: string) => ({ description, content: { 'application/json': { schema } } });

/** The routes of sign-in, which better-auth answers, for the API document. */
export function describeAuth(registry: OpenAPIHono['openAPIRegistry']): void {
  const anyone = { tags: ['sign-in'], 'x-role': 'anyone', security: [] };
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
    responses: { 200: json(z.looseObject({ user }), 'The session cookie is set'), default: problem },
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
  const form = (schema: z.ZodType) => ({
    body: { required: true, content: { 'application/json': { schema } } },
  });
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

const TITLES: Record<number, string> = {
  400: 'The request could not be read',
  401: 'Sign-in failed',
  403: 'This is not allowed',
  404: 'There is nothing here',
  429: 'Too many attempts: please wait a minute',
};

/** better-auth's errors as problem details; its message and code are kept, those of a 500 are not. */
export async function problemFromAuth(response: Response): Promise<Response> {
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
