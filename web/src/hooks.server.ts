import { env } from '$env/dynamic/private';
import { getTextDirection, isLocale } from '@rapport/messages/runtime';
import { paraglideMiddleware } from '@rapport/messages/server';
import { redirect, type Handle, type HandleFetch, type HandleServerError } from '@sveltejs/kit';
import { chooseLanguage } from '$lib/server/language';
import { ownApi } from '$lib/server/own-api';
import { surveyPage } from '$lib/server/survey-pages';

const LANGUAGE_PARAMETER = 'lang';

/**
 * `?lang=id` on any page keeps the choice in a cookie and shows the same page again: a plain link, so no JavaScript is needed.
 * A page's own calls to the API pass here too; theirs is the API's parameter.
 */
function switchLanguage(event: Parameters<Handle>[0]['event']): void {
  const wanted = event.url.searchParams.get(LANGUAGE_PARAMETER);
  if (wanted === null || event.request.method !== 'GET' || event.isDataRequest || event.isSubRequest) return;
  if (isLocale(wanted)) chooseLanguage(event, wanted);
  const back = new URL(event.url);
  back.searchParams.delete(LANGUAGE_PARAMETER);
  redirect(303, back.pathname + back.search);
}

const isSurvey = ({ request, route }: Parameters<Handle>[0]['event']): boolean =>
  request.method === 'GET' && route.id?.startsWith('/s/(member)') === true;

export const handle: Handle = ({ event, resolve }) => {
  switchLanguage(event);
  return paraglideMiddleware(event.request, async ({ locale }) => {
    event.locals.locale = locale;
    const inLanguage = (html: string) => html.replace('%lang%', locale).replace('%dir%', getTextDirection(locale));
    const render = async () => resolve(event, { transformPageChunk: ({ html }) => inLanguage(html) });
    const response = isSurvey(event) ? await surveyPage(event, render) : await render();
    const secure = (name: string, value: string) => {
      if (!response.headers.has(name)) response.headers.set(name, value);
    };
    secure('x-content-type-options', 'nosniff');
    // Below these, addresses hold tokens. `strict-origin` keeps them in; with none at all a form would name no origin.
    const holdsToken = /^\/(s|r|sign-in)\//.test(event.url.pathname);
    secure('referrer-policy', holdsToken ? 'strict-origin' : 'same-origin');
    secure('cache-control', 'private, no-store');
    response.headers.append('vary', 'Cookie, Accept-Language');
    return response;
  });
};

/**
 * What a page could not do, for the log: by the pattern of its address, never the address itself, which may hold a token. Addresses
 * that are none are no fault of ours and say nothing.
 */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
  if (status !== 404 || event.route.id !== null)
    console.error(
      JSON.stringify({
        level: 50,
        time: Date.now(),
        route: event.route.id,
        status,
        err: described(error),
        msg: message,
      }),
    );
  return { message };
};

const described = (error: unknown) =>
  error instanceof Error ? { type: error.name, message: error.message, stack: error.stack } : { type: typeof error };

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
  const call = new Request(
    apiOrigin() + url.pathname + url.search,
    new Request(request, { headers, redirect: 'manual' }),
  );
  const own = ownApi();
  return own ? own.fetch(call) : fetch(call);
};
