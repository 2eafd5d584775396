import { ApiProblem, client, ok } from '@rapport/api/client';
import { error } from '@sveltejs/kit';

/** The API, typed end to end, over the page's own `fetch`. */
export const api = (fetch: typeof globalThis.fetch) => client(fetch);

/** The body of a reply that a page can't do without: anything but a success shows the error page with its status. */
export async function required<T>(reply: Parameters<typeof ok<T>>[0]): Promise<T> {
  try {
    return await ok(reply);
  } catch (problem) {
    if (problem instanceof ApiProblem) error(problem.status, { message: problem.message });
    throw problem;
  }
}

/** The same, null for a visitor who is not signed in. */
export async function ifSignedIn<T>(reply: Parameters<typeof ok<T>>[0]): Promise<T | null> {
  try {
    return await ok(reply);
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) return null;
    if (problem instanceof ApiProblem) error(problem.status, { message: problem.message });
    throw problem;
  }
}
