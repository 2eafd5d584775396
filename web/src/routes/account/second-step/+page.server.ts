import { m } from '@rapport/messages';
import { fail, redirect } from '@sveltejs/kit';
import { authCall, type AuthReply } from '$lib/account/server/auth-call';
import { qrPath } from '$lib/account/server/qr-path';
import { api, ifSignedIn } from '$lib/api';
import { forwardCookies } from '$lib/server/forward-cookies';
import { textsOf } from '$lib/workspace/server/attempt';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const account = await ifSignedIn(api(fetch).account.$get());
  if (!account) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname)}`);
  return { email: account.email, on: account.secondStep, signedIn: true };
};

/** What the page shows between the two forms of the set-up; it travels in the form, since nothing shows a secret twice. */
const offer = (address: string, codes: string[]) => ({
  address,
  secret: new URL(address).searchParams.get('secret') ?? '',
  qr: qrPath(address),
  codes,
});
const codesIn = (body: Record<string, unknown>): string[] =>
  Array.isArray(body.backupCodes) ? body.backupCodes.filter((code) => typeof code === 'string') : [];

const refused = (reply: Extract<AuthReply, { problem: object }>, at: string) =>
  fail(reply.problem.status, {
    at,
    fault: reply.problem.status === 429 ? m.sign_in_wait() : m.account_password_wrong(),
  });

async function passwordIn(request: Request): Promise<string> {
  const given = (await request.formData()).get('password');
  return typeof given === 'string' ? given : '';
}

export const actions: Actions = {
  begin: async ({ fetch, request }) => {
    const done = await authCall(fetch, 'two-factor/enable', { password: await passwordIn(request) });
    if (done.problem) return refused(done, 'begin');
    return { offer: offer(String(done.body.totpURI), codesIn(done.body)) };
  },
  confirm: async ({ fetch, request, cookies }) => {
    const { address, codes, code } = textsOf(await request.formData(), ['address', 'codes', 'code']);
    if (!URL.canParse(address)) redirect(303, '/account/second-step');
    const done = await authCall(fetch, 'two-factor/verify-totp', { code: code.replaceAll(/\D/g, '') });
    if (done.problem)
      return fail(done.problem.status, {
        offer: offer(address, codes.split(' ')),
        fault: done.problem.status === 429 ? m.sign_in_wait() : m.step_code_wrong(),
      });
    forwardCookies(done.reply, cookies);
    // The page's own data would be asked for with the cookie that has just been replaced.
    redirect(303, '/account?said=step-on');
  },
  renew: async ({ fetch, request }) => {
    const done = await authCall(fetch, 'two-factor/generate-backup-codes', { password: await passwordIn(request) });
    return done.problem ? refused(done, 'renew') : { codes: codesIn(done.body) };
  },
  end: async ({ fetch, request, cookies }) => {
    const done = await authCall(fetch, 'two-factor/disable', { password: await passwordIn(request) });
    if (done.problem) return refused(done, 'end');
    forwardCookies(done.reply, cookies);
    redirect(303, '/account?said=step-off');
  },
};
