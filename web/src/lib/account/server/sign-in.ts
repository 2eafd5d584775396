import { cookieMaxAge, cookieName, isLocale } from '@rapport/messages/runtime';
import { redirect, type Cookies } from '@sveltejs/kit';
import { forwardCookies } from '$lib/server/forward-cookies';
import { authCall } from './auth-call';

interface Asked {
  fetch: typeof globalThis.fetch;
  cookies: Cookies;
  url: URL;
}

/**
 * Signs in and goes on to `to`, by way of the code where the account has a second step. Gives why not otherwise.
 */
export async function signIn(event: Asked, credentials: { email: string; password: string }, to: string) {
  const { problem, ...done } = await authCall(event.fetch, 'sign-in/email', credentials);
  if (problem) return problem;
  if (!('reply' in done)) throw new Error('a reply without a problem has a body');
  forwardCookies(done.reply, event.cookies);
  if (done.body.twoFactorRedirect === true) redirect(303, `/sign-in/code?to=${encodeURIComponent(to)}`);
  speak(event, done.body);
  redirect(303, to);
}

/** Shows pages in the language that the account chose, from the reply of a sign-in. */
export function speak({ cookies, url }: Pick<Asked, 'cookies' | 'url'>, { user }: Record<string, unknown>): void {
  const language = typeof user === 'object' && user !== null && 'language' in user ? user.language : null;
  if (isLocale(language)) setLanguage({ cookies, url }, language);
}

export function setLanguage({ cookies, url }: Pick<Asked, 'cookies' | 'url'>, language: string): void {
  cookies.set(cookieName, language, {
    path: '/',
    maxAge: cookieMaxAge,
    sameSite: 'lax',
    httpOnly: false,
    secure: url.protocol === 'https:',
  });
}
