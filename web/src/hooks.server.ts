import { env } from '$env/dynamic/private';
import { cookieMaxAge, cookieName, getTextDirection, isLocale } from '@rapport/messages/runtime';
import { paraglideMiddleware } from '@rapport/messages/server';
import { redirect, type Handle, type HandleFetch } from '@sveltejs/kit';

const LANGUAGE_PARAMETER = 'lang';

/** `?lang=id` on any page keeps the choice in a cookie and shows the same page again: a plain link, so no JavaScript is needed. */
function switchLanguage(event: Parameters<Handle>[0]['event']): void {
  const wanted = event.url.searchParams.get(LANGUAGE_PARAMETER);
  if (wanted === null || event.request.method !== 'GET' || event.isDataRequest) return;
  if (isLocale(wanted))
    event.cookies.set(cookieName, wanted, {
      path: '/',
      maxAge: cookieMaxAge,
      sameSite: 'lax',
      httpOnly: false,
      secure: event.url.protocol === 'https:',
    });
  const back = new URL(event.url);
  back.searchParams.delete(LANGUAGE_PARAMETER);
  redirect(303, back.pathname + back.search);
}

export const handle: Handle = ({ event, resolve }) => {
  switchLanguage(event);
  return paraglideMiddleware(event.request, async ({ locale }) => {
    event.locals.locale = locale;
    const inLanguage = (html: string) => html.replace('%lang%', locale).replace('%dir%', getTextDirection(locale));
    const response = await resolve(event, { transformPageChunk: ({ html }) => inLanguage(html) });
    const secure = (name: string, value: string) => {
      if (!response.headers.has(name)) response.headers.set(name, value);
    };
    secure('x-content-type-options', 'nosniff');
    // Below these, addresses hold tokens. `strict-origin` keeps them in; with none at all a form would name no origin.
    const holdsToken = /^\/(s|r|sign-in)\//.test(event.url.pathname);
    secure('referrer-policy', holdsToken ? 'strict-origin' : 'same-origin');
    secure('cache-control', 'private, no-store');
    secure('vary', 'Cookie, Accept-Language');
    return response;
  });
};

const apiOrigin = (): string => env.API_ORIGIN || `http://127.0.0.1:${env.PORT || 3000}`;

/** Calls to `/api/…` made while a page is rendered go to the API itself, with the visitor's cookie and address, and this site's origin. */
export const handleFetch: HandleFetch = ({ event, request, fetch }) => {
  const url = new URL(request.url);
  if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request);
  const headers = new Headers(request.headers);
  const cookie = event.request.headers.get('cookie');
  if (cookie) headers.set('cookie', cookie);
  headers.set('origin', event.url.origin);
  // A sign-in is kept with the device that it was made on.
  headers.set('user-agent', event.request.headers.get('user-agent') ?? '');
  headers.set('x-rapport-client', event.request.headers.get('x-rapport-client') ?? '');
  if (env.RELAY_KEY) headers.set('x-rapport-relay', env.RELAY_KEY);
  return fetch(
    new Request(apiOrigin() + url.pathname + url.search, new Request(request, { headers, redirect: 'manual' })),
  );
};
