import { fail, redirect } from '@sveltejs/kit';
import { forwardCookies } from '$lib/server/forward-cookies';
import { ownPath } from './own-path';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({
  to: ownPath(url.searchParams.get('to')),
  /** A one-time link led here: it was used before, or is too old. */
  usedLink: url.searchParams.has('error'),
});

export const actions: Actions = {
  default: async ({ fetch, request, cookies }) => {
    const form = await request.formData();
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const email = text('email').trim();
    const reply = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: text('password') }),
    });
    if (!reply.ok) return fail(reply.status, { email, problem: reply.status === 429 ? 'wait' : 'wrong' } as const);
    forwardCookies(reply, cookies);
    redirect(303, ownPath(text('to')));
  },
};
