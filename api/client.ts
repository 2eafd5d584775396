import { hc } from 'hono/client';
import type { AppType } from './app.ts';
import type { ProblemDetails } from './errors.ts';

export type { ProblemDetails };

/** An error reply of the API, as problem details. */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

/**
 * The API, typed end to end: `client(fetch).networks[':network'].overview.$get({ param: { network } })`.
 * `fetch` is the page's own (SvelteKit's, with cookies); `origin` is needed only outside a page.
 */
export const client = (fetch: typeof globalThis.fetch, origin = '') => hc<AppType>(`${origin}/api`, { fetch });

/**
 * The body of a successful reply.
 * @throws ApiProblem for any other; ApiProblem with status 502 when the reply is no problem document
 */
export async function ok<T>(reply: Promise<{ ok: boolean; status: number; json(): Promise<T> }>): Promise<T> {
  const response = await reply;
  // 204 has no body: its type is of nothing, and nothing is what it gives.
  if (response.status === 204) return undefined as T;
  if (response.ok) return response.json();
  // An error reply has problem details whatever the type of its success; a proxy's page may stand in its place.
  const problem: unknown = await response.json().catch(() => null);
  throw new ApiProblem(
    isProblem(problem) ? problem : { type: 'about:blank', title: `HTTP ${response.status}`, status: response.status },
  );
}

const isProblem = (value: unknown): value is ProblemDetails =>
  typeof value === 'object' && value !== null && 'title' in value && 'status' in value;
