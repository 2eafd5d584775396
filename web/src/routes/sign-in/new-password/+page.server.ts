import { fail } from '@sveltejs/kit';
import { PASSWORD_LENGTH as LENGTH } from '$lib/account/password-length';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'strict-origin' });
  return { token: url.searchParams.get('token') ?? '', length: LENGTH };
};

export const actions: Actions = {
  default: async ({ fetch, request }) => {
    const form = await request.formData();
    const [token, newPassword] = [form.get('token'), form.get('password')];
    if (typeof newPassword !== 'string' || newPassword.length < LENGTH.min || newPassword.length > LENGTH.max)
      return fail(422, { problem: 'short' } as const);
    const reply = await fetch('/api/auth/reset-password', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, newPassword }),
    });
    if (!reply.ok) return fail(reply.status, { problem: 'old' } as const);
    return { done: true };
  },
};
