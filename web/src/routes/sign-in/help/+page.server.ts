import { fail } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { ownPath } from '../own-path';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const { mail } = await required(api(fetch).service.$get());
  return { mail, to: ownPath(url.searchParams.get('to')) };
};

/** Asks for a mail; the answer is the same whether or not there is such an account. */
async function askFor(path: string, fetch: typeof globalThis.fetch, body: object) {
  const reply = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return reply.ok ? { sent: true } : fail(reply.status, { sent: false, wait: reply.status === 429 });
}
const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

export const actions: Actions = {
  link: async ({ fetch, request }) => {
    const form = await request.formData();
    const to = ownPath(textOf(form, 'to'));
    return askFor('/api/auth/sign-in/magic-link', fetch, { email: textOf(form, 'email'), callbackURL: to });
  },
  reset: async ({ fetch, request }) =>
    askFor('/api/auth/request-password-reset', fetch, { email: textOf(await request.formData(), 'email') }),
};
