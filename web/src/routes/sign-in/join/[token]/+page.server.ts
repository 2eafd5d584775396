import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail, redirect } from '@sveltejs/kit';
import { PASSWORD_LENGTH } from '$lib/account/password-length';
import { signIn } from '$lib/account/server/sign-in';
import { api, ifSignedIn } from '$lib/api';
import { problemWords } from '$lib/problem-words';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'strict-origin' });
  const calls = api(fetch);
  const [reply, account] = await Promise.all([
    calls['role-invitations'][':token'].$get({ param: params }),
    ifSignedIn(calls.account.$get()),
  ]);
  return {
    invitation: reply.ok ? await reply.json() : null,
    me: account?.email ?? null,
    signedIn: account !== null,
    length: PASSWORD_LENGTH,
  };
};

/** Where the role opens: a funder reads reports, the others the workspace. */
const roomOf = ({ network, role }: { network: string; role: string }) =>
  role === 'funder' ? '/' : `/networks/${network}`;

export const actions: Actions = {
  make: async (event) => {
    const { fetch, params, request, locals } = event;
    const form = await request.formData();
    const { name } = textsOf(form, ['name']);
    const given = form.get('password');
    const password = typeof given === 'string' ? given : '';
    const calls = api(fetch)['role-invitations'][':token'];
    const about = await calls.$get({ param: params });
    const to = about.ok ? roomOf(await about.json()) : '/';
    const json = { name, password, language: locals.locale };
    const { done, problem } = await attempt(ok(calls.$post({ param: params, json })));
    if (problem) return fail(422, { values: { name }, problem });
    const refused = await signIn(event, { email: done.email, password }, to);
    return fail(refused.status, { values: { name }, problem: { message: problemWords(refused.problem), fields: {} } });
  },
  take: async ({ fetch, params }) => {
    const calls = api(fetch)['role-invitations'][':token'];
    const about = await calls.$get({ param: params });
    const to = about.ok ? roomOf(await about.json()) : '/';
    const taken = await attempt(ok(calls.acceptance.$post({ param: params })));
    if (taken.problem) {
      // The page offers no button then; somebody signed in otherwise in another tab.
      const problem = taken.status === 403 ? { message: m.join_other_address(), fields: {} } : taken.problem;
      return fail(422, { problem });
    }
    redirect(303, to);
  },
};
