import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { isLocale } from '@rapport/messages/runtime';
import { fail, redirect } from '@sveltejs/kit';
import { PASSWORD_LENGTH } from '$lib/account/password-length';
import { authCall } from '$lib/account/server/auth-call';
import { setLanguage } from '$lib/account/server/sign-in';
import { api, ifSignedIn } from '$lib/api';
import { forwardCookies } from '$lib/server/forward-cookies';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import type { Actions, PageServerLoad } from './$types';

const SAID = ['saved', 'password', 'ended', 'ended-others', 'step-on', 'step-off'] as const;

export const load: PageServerLoad = async ({ fetch, url }) => {
  const account = await ifSignedIn(api(fetch).account.$get());
  if (!account) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname)}`);
  const said = SAID.find((one) => one === url.searchParams.get('said')) ?? null;
  return { account, signedIn: true, length: PASSWORD_LENGTH, said };
};

export const actions: Actions = {
  about: async ({ fetch, request, cookies, url }) => {
    const { name, language } = textsOf(await request.formData(), ['name', 'language']);
    const json = { name, language: language || null };
    const { problem } = await attempt(ok(api(fetch).account.$patch({ json })));
    if (problem) return fail(422, { about: { name, language, problem } });
    if (isLocale(language)) setLanguage({ cookies, url }, language);
    redirect(303, '/account?said=saved');
  },
  password: async ({ fetch, request, cookies }) => {
    const form = await request.formData();
    const [current, next] = [form.get('current'), form.get('next')];
    const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
    if (typeof next !== 'string' || next.length < PASSWORD_LENGTH.min || next.length > PASSWORD_LENGTH.max)
      return fail(422, { password: { next: m.new_password_short(PASSWORD_LENGTH) } });
    const done = await authCall(fetch, 'change-password', body);
    if (done.problem)
      return fail(done.problem.status, {
        password: { current: done.problem.status === 429 ? m.sign_in_wait() : m.account_password_wrong() },
      });
    forwardCookies(done.reply, cookies);
    redirect(303, '/account?said=password');
  },
  end: async ({ fetch, request }) => {
    const { session } = textsOf(await request.formData(), ['session']);
    await attempt(ok(api(fetch).account.sessions[':id'].$delete({ param: { id: session } })));
    redirect(303, '/account?said=ended');
  },
  endOthers: async ({ fetch }) => {
    await ok(api(fetch).account.sessions.$delete());
    redirect(303, '/account?said=ended-others');
  },
};
