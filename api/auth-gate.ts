import { sha256 } from '@rapport/db/fingerprint';
import { endSession } from '@rapport/db/sign-in';
import type { Context } from 'hono';
import { noteAccountAction, watchAccess } from './account-audit.ts';
import { AUTH_ROUTES, type AuthRoute } from './auth-routes.ts';
import type { ApiEnv } from './context.ts';
import { PROBLEM_TYPE, refuseInvalid } from './errors.ts';
import {
  addressOf,
  giveTryBack,
  MAIL_ACCOUNT,
  MAIL_ADDRESS,
  PASSWORD_ACCOUNT,
  PASSWORD_ADDRESS,
  PASSWORD_HERE,
  takeTry,
  TOKEN_ADDRESS,
  type Counted,
} from './limits.ts';
import { MalformedRequest, NotFound, SignInNeeded, WrongContentType } from './problems.ts';
import { findAccount, sessionToken } from './sessions.ts';

const PREFIX = '/api/auth';

/**
 * Stands before better-auth: lets through the declared routes alone, with the declared values alone, counts tries, and ends
 * the session that a new one takes the place of.
 */
export async function answerAuth(c: Context<ApiEnv>): Promise<Response> {
  const route = AUTH_ROUTES.find(
    ({ method, path }) => method === c.req.method.toLowerCase() && PREFIX + path === c.req.path,
  );
  if (!route) throw new NotFound('No such address, or not for you.');
  const account = route.role ? await findAccount(c) : null;
  if (route.role && !account) throw new SignInNeeded('This needs an account that is signed in.');
  if (route.query) refuseInvalid(route.query.safeParse(c.req.query()));
  const values = await valuesOf(c, route);
  const limits = limitsOf(c, route, values, account?.id ?? null);
  await takeTry(c, limits.before);
  // The first code of a second step comes from somebody signed in, on the address that sign-ins use too.
  const own = account ?? (route.path === '/two-factor/verify-totp' ? await findAccount(c) : null);
  const changed = own && (await watchAccess(c.var.db, own, route.path));
  const response = await c.var.auth.handler(requestWith(c, values));
  const action = failed(response) ? null : await changed?.();
  if (own && action) await noteAccountAction(c.var, own.id, action, c.var.clock());
  if (!failed(response)) await giveTryBack(c, limits.refunded);
  else if (limits.whenWrong.length > 0) await takeTry(c, limits.whenWrong);
  const before = sessionToken(c);
  // A sign-in begins a session of its own; what the browser had before is over.
  if (before !== null && /session_token=[^;]/.test(response.headers.getSetCookie().join()) && isSignIn(route))
    await endSession(c.var.db, sha256(before));
  return problemFromAuth(response);
}

const isSignIn = ({ path }: AuthRoute): boolean => /^\/(sign-in|magic-link|two-factor\/verify-)/.test(path);

const failed = ({ status, headers }: Response): boolean =>
  status >= 400 || /[?&]error=/.test(headers.get('location') ?? '');

async function valuesOf(
  c: Context<ApiEnv>,
  { method, body, fixed }: AuthRoute,
): Promise<Record<string, unknown> | null> {
  if (method === 'get') return null;
  const text = await c.req.text();
  if (!body) return {};
  if (!/^application\/json\b/.test(c.req.header('content-type') ?? ''))
    throw new WrongContentType('Send the content type that the API document names.');
  const parsed = body.safeParse(fromJson(text));
  refuseInvalid(parsed);
  return { ...parsed.data, ...fixed };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedRequest('The body is not well-formed JSON.');
  }
}

function requestWith(c: Context<ApiEnv>, values: Record<string, unknown> | null): Request {
  const { url, method, headers: given } = c.req.raw;
  const headers = new Headers(given);
  headers.delete('content-length');
  if (values === null) return new Request(url, { method, headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { method, headers, body: JSON.stringify(values) });
}

interface Limits {
  before: Counted[];
  /** Of those, the ones that a success doesn't use up. */
  refunded: Counted[];
  whenWrong: Counted[];
}

function limitsOf(
  c: Context<ApiEnv>,
  { path }: AuthRoute,
  values: Record<string, unknown> | null,
  signedIn: string | null,
): Limits {
  const address = addressOf(c);
  // Who found a device unlocked doesn't guess the password on it either.
  if (signedIn !== null) {
    const tries: Counted[] = [[PASSWORD_HERE, signedIn]];
    return { before: tries, refunded: tries, whenWrong: [] };
  }
  const account = typeof values?.email === 'string' ? values.email.toLowerCase() : '';
  if (path === '/sign-in/email') {
    const tries: Counted[] = [
      [PASSWORD_HERE, `${account} ${address}`],
      [PASSWORD_ACCOUNT, account],
      [PASSWORD_ADDRESS, address],
    ];
    return { before: tries, refunded: tries, whenWrong: [] };
  }
  if (path === '/sign-in/magic-link' || path === '/request-password-reset')
    return {
      before: [
        [MAIL_ACCOUNT, account],
        [MAIL_ADDRESS, address],
      ],
      refunded: [],
      whenWrong: [],
    };
  if (path === '/magic-link/verify' || path === '/reset-password')
    return { before: [], refunded: [], whenWrong: [[TOKEN_ADDRESS, address]] };
  return { before: [], refunded: [], whenWrong: [] };
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
