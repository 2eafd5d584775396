import { ApiProblem, ok } from '@rapport/api/client';
import type { Refusal } from '@rapport/api/schemas/reports';
import { fail, redirect } from '@sveltejs/kit';
import { api, ifSignedIn } from '$lib/api';
import { problemWords } from '$lib/problem-words';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const network = await ifSignedIn(api(fetch).networks[':network'].$get({ param: params }));
  if (!network) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname)}`);
  const [waves, reports] = await Promise.all([
    ok(api(fetch).networks[':network'].waves.$get({ param: params })),
    ok(api(fetch).networks[':network'].reports.$get({ param: params })),
  ]);
  const closed = waves.waves.filter(({ state }) => state === 'closed');
  const mayPublish = network.roles.includes('lead');
  const wave = closed.find(({ wave }) => wave === url.searchParams.get('wave')) ?? closed.at(-1) ?? null;
  const preview =
    mayPublish && wave
      ? await ok(api(fetch).networks[':network']['report-preview'].$get({ param: params, query: { wave: wave.wave } }))
      : null;
  return {
    network: { slug: network.slug, name: network.name },
    signedIn: true,
    mayPublish,
    closed: closed.map(({ wave, label }) => ({ wave, label })),
    wave: wave && { wave: wave.wave, label: wave.label },
    texts: preview?.document.texts ?? null,
    refusals: preview?.refusals ?? [],
    reports: reports.reports,
    published: url.searchParams.get('published'),
  };
};

const text = (form: FormData, name: string): string | undefined => {
  const value = form.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/** What a refused or failed action tells the page. */
function refused(problem: unknown, about: string, kept: { summary?: string; context?: string } = {}) {
  if (!(problem instanceof ApiProblem)) throw problem;
  const { refusals } = problem.problem as { refusals?: Refusal[] };
  return fail(problem.status, {
    about,
    problem: problemWords(problem.problem),
    refusals: refusals ?? null,
    link: null,
    ...kept,
  });
}

export const actions: Actions = {
  publish: async ({ fetch, params, request, url }) => {
    const form = await request.formData();
    const words = { summary: text(form, 'summary'), context: text(form, 'context') };
    let report: string;
    try {
      const json = { wave: text(form, 'wave') ?? '', ...words, replaces: text(form, 'replaces') };
      ({ report } = await ok(api(fetch).networks[':network'].reports.$post({ param: params, json })));
    } catch (problem) {
      return refused(problem, 'publish', words);
    }
    redirect(303, `${url.pathname}?published=${encodeURIComponent(report)}#${encodeURIComponent(report)}`);
  },
  share: async ({ fetch, params, request }) => {
    const form = await request.formData();
    const report = text(form, 'report') ?? '';
    try {
      const json = { expires: text(form, 'expires'), passphrase: text(form, 'passphrase') };
      const param = { ...params, report };
      const { url, expires } = await ok(
        api(fetch).networks[':network'].reports[':report'].shares.$post({ param, json }),
      );
      return { about: report, link: { url, expires }, problem: null, refusals: null };
    } catch (problem) {
      return refused(problem, report);
    }
  },
  revoke: async ({ fetch, params, request }) => {
    const form = await request.formData();
    const param = { ...params, report: text(form, 'report') ?? '', share: text(form, 'share') ?? '' };
    const reply = await api(fetch).networks[':network'].reports[':report'].shares[':share'].$delete({ param });
    if (!reply.ok)
      return fail(reply.status, { about: param.report, problem: reply.statusText, refusals: null, link: null });
  },
  withdraw: async ({ fetch, params, request }) => {
    const form = await request.formData();
    const param = { ...params, report: text(form, 'report') ?? '' };
    const json = { note: text(form, 'note') };
    const reply = await api(fetch).networks[':network'].reports[':report'].$delete({ param, json });
    if (!reply.ok)
      return fail(reply.status, { about: param.report, problem: reply.statusText, refusals: null, link: null });
  },
};
