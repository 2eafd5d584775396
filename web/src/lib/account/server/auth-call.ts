import { ApiProblem } from '@rapport/api/client';

export type AuthReply = { reply: Response; body: Record<string, unknown>; problem: null } | { problem: ApiProblem };

/** Posts to one of the routes of sign-in (api/auth-routes.ts); the reply's cookies are for the page to hand on. */
export async function authCall(fetch: typeof globalThis.fetch, path: string, body: object): Promise<AuthReply> {
  const reply = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said: unknown = await reply.json().catch(() => null);
  const known = typeof said === 'object' && said !== null ? { ...said } : {};
  if (reply.ok) return { reply, body: known, problem: null };
  return { problem: new ApiProblem({ type: '', title: `HTTP ${reply.status}`, ...known, status: reply.status }) };
}

/** The last part of a problem's type, such as `invalid-password`. */
export const codeOf = ({ problem }: ApiProblem): string => problem.type.split(':').at(-1) ?? '';
