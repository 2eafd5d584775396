import { cookieMaxAge, cookieName, isLocale, type Locale } from '@rapport/messages/runtime';
import type { RequestEvent } from '@sveltejs/kit';

/** Set beside a language that was taken from a member's record rather than chosen: the next member's own goes before it. */
const NOT_CHOSEN = 'rapport.language';

type Cookied = Pick<RequestEvent, 'cookies' | 'url'>;

function keep({ cookies, url }: Cookied, language: Locale, chosen: boolean): void {
  const secure = url.protocol === 'https:';
  const kept = { path: '/', maxAge: cookieMaxAge, sameSite: 'lax', secure } as const;
  cookies.set(cookieName, language, { ...kept, httpOnly: false });
  if (chosen) cookies.delete(NOT_CHOSEN, { path: '/' });
  else cookies.set(NOT_CHOSEN, 'member', { ...kept, httpOnly: true });
}

/** The visitor picked a language. */
export const chooseLanguage = (event: Cookied, language: Locale): void => keep(event, language, true);

/**
 * Pages go on in a member's stored language unless this browser's user has picked one. Gives whether that is another than the
 * one the page was to be shown in.
 */
export function followMember(event: Cookied & { locals: App.Locals }, stored: string | null): boolean {
  const { cookies, locals } = event;
  const language = stored?.toLowerCase().split('-')[0];
  const chosen = cookies.get(cookieName) !== undefined && cookies.get(NOT_CHOSEN) === undefined;
  if (chosen || !isLocale(language)) return false;
  keep(event, language, false);
  return language !== locals.locale;
}
