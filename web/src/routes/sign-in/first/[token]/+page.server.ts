import { ok } from '@rapport/api/client';
import { fail } from '@sveltejs/kit';
import { PASSWORD_LENGTH } from '$lib/account/password-length';
import { signIn } from '$lib/account/server/sign-in';
import { api } from '$lib/api';
import { problemWords } from '$lib/problem-words';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'strict-origin' });
  const reply = await api(fetch)['first-account'][':token'].$get({ param: params });
  return { good: reply.ok, length: PASSWORD_LENGTH };
};

export const actions: Actions = {
  default: async (event) => {
    const { fetch, params, request, locals } = event;
    const form = await request.formData();
    const { name, email } = textsOf(form, ['name', 'email']);
    const given = form.get('password');
    const password = typeof given === 'string' ? given : '';
    const json = { token: params.token, name, email, password, language: locals.locale };
    const { problem } = await attempt(ok(api(fetch)['first-account'].$post({ json })));
    if (problem) return fail(422, { values: { name, email }, problem });
    const refused = await signIn(event, { email, password }, '/networks/new');
    return fail(refused.status, {
      values: { name, email },
      problem: { message: problemWords(refused.problem), fields: {} },
    });
  },
};
