import { fail } from '@sveltejs/kit';
import { signIn } from '$lib/account/server/sign-in';
import { textsOf } from '$lib/workspace/server/attempt';
import { ownPath } from './own-path';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({
  to: ownPath(url.searchParams.get('to')),
  /** A one-time link led here: it was used before, or is too old. */
  usedLink: url.searchParams.has('error'),
});

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const { email, to } = textsOf(form, ['email', 'to']);
    const password = form.get('password');
    const credentials = { email, password: typeof password === 'string' ? password : '' };
    const { status } = await signIn(event, credentials, ownPath(to));
    return fail(status, { email, to: ownPath(to), problem: status === 429 ? 'wait' : 'wrong' } as const);
  },
};
