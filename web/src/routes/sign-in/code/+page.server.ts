import { fail, redirect } from '@sveltejs/kit';
import { authCall, codeOf } from '$lib/account/server/auth-call';
import { speak } from '$lib/account/server/sign-in';
import { forwardCookies } from '$lib/server/forward-cookies';
import { textsOf } from '$lib/workspace/server/attempt';
import { ownPath } from '../own-path';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ url }) => ({ to: ownPath(url.searchParams.get('to')) });

async function verify(event: RequestEvent, path: string, tidy: (code: string) => string) {
  const { code, to } = textsOf(await event.request.formData(), ['code', 'to']);
  const done = await authCall(event.fetch, `two-factor/${path}`, { code: tidy(code) });
  if (done.problem) {
    const { status } = done.problem;
    const wrong = ['invalid-code', 'invalid-backup-code'].includes(codeOf(done.problem));
    return fail(status, { problem: wrong ? 'wrong' : status === 429 ? 'locked' : 'late', path } as const);
  }
  forwardCookies(done.reply, event.cookies);
  speak(event, done.body);
  redirect(303, ownPath(to));
}

export const actions: Actions = {
  code: (event) => verify(event, 'verify-totp', (code) => code.replaceAll(/\D/g, '')),
  backup: (event) => verify(event, 'verify-backup-code', (code) => code.replaceAll(/\s/g, '')),
};
