import { fail, redirect } from '@sveltejs/kit';
import { trendViewOf } from '$lib/charts/trend-view';
import { forwardCookies } from '$lib/server/forward-cookies';
import { pdfProgress } from '$lib/server/pdf-progress';
import { publishedReport } from '$lib/server/published-report';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url, setHeaders }) => {
  // The address is the key to the report: it must not travel on, nor be found.
  setHeaders({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' });
  const address = `/api/reports/${encodeURIComponent(params.token)}`;
  const [report, pdf] = await Promise.all([publishedReport(fetch, params.token), pdfProgress(fetch, address)]);
  // Without any referrer a browser names no origin either, and the form for the passphrase would be taken for a foreign one.
  setHeaders({ 'referrer-policy': report ? 'no-referrer' : 'same-origin' });
  return { report, pdf, address, token: params.token, view: trendViewOf(url.searchParams) };
};

export const actions: Actions = {
  /** The passphrase of the link. */
  default: async ({ fetch, params, request, cookies, url }) => {
    const passphrase = (await request.formData()).get('passphrase');
    const reply = await fetch(`/api/reports/${encodeURIComponent(params.token)}/passphrase`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ passphrase }),
    });
    if (!reply.ok) return fail(reply.status, { problem: reply.status === 429 ? 'wait' : 'wrong' } as const);
    forwardCookies(reply, cookies);
    redirect(303, url.pathname);
  },
};
