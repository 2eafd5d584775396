import { redirect } from '@sveltejs/kit';
import { forwardCookies } from '$lib/server/forward-cookies';
import type { Actions, PageServerLoad } from './$types';

/** Signing out is a change: a link alone does nothing. */
export const load: PageServerLoad = () => redirect(303, '/');

export const actions: Actions = {
  default: async ({ fetch, cookies }) => {
    const reply = await fetch('/api/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    forwardCookies(reply, cookies);
    redirect(303, '/');
  },
};
