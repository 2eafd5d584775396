import { ApiProblem, ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail, redirect } from '@sveltejs/kit';
import { api, ifSignedIn } from '$lib/api';
import { trendViewOf } from '$lib/charts/trend-view';
import { problemWords } from '$lib/problem-words';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const wave = url.searchParams.get('wave');
  const query = wave ? { wave } : {};
  const overview = await ifSignedIn(api(fetch).networks[':network'].overview.$get({ param: params, query }));
  if (!overview) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`);
  return { ...overview, signedIn: true, view: trendViewOf(url.searchParams), closed: url.searchParams.get('closed') };
};

export const actions: Actions = {
  close: async ({ fetch, params, request }) => {
    const wave = (await request.formData()).get('wave');
    if (typeof wave !== 'string') return fail(400, { problem: m.problem_values() });
    try {
      const param = { network: params.network, wave };
      await ok(api(fetch).networks[':network'].waves[':wave'].close.$post({ param, json: {} }));
    } catch (problem) {
      if (problem instanceof ApiProblem) return fail(problem.status, { problem: problemWords(problem.problem) });
      throw problem;
    }
    redirect(303, `/networks/${encodeURIComponent(params.network)}?closed=${encodeURIComponent(wave)}`);
  },
};
