import { ApiProblem, ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail, redirect } from '@sveltejs/kit';
import { api, ifSignedIn, required } from '$lib/api';
import { problemWords } from '$lib/problem-words';
import type { Actions, PageServerLoad } from './$types';

/** The wave that takes answers, else the next one, with who has a link to it. */
export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const here = api(fetch).networks[':network'];
  const network = await ifSignedIn(here.$get({ param: params }));
  if (!network) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname)}`);
  const { waves } = await required(here.waves.$get({ param: params }));
  const wave = waves.find(({ state }) => state === 'open') ?? waves.find(({ state }) => state === 'upcoming');
  const about = { signedIn: true, network: { slug: network.slug, name: network.name } };
  if (!wave) return { ...about, wave: null };
  const param = { network: params.network, wave: wave.wave };
  const { mail, reminders, members } = await required(here.waves[':wave'].invitations.$get({ param }));
  return {
    ...about,
    wave: { wave: wave.wave, label: wave.label, open: wave.state === 'open' },
    mail,
    members,
    reminders,
    timezone: network.timezone,
  };
};

async function ask(kind: 'invitations' | 'reminders', { fetch, params, request }: Parameters<Actions[string]>[0]) {
  const form = await request.formData();
  const [wave, member] = [form.get('wave'), form.get('member')];
  if (typeof wave !== 'string') return fail(400, { problem: m.problem_values() });
  const asked = {
    param: { network: params.network, wave },
    json: typeof member === 'string' ? { members: [member] } : {},
  };
  const routes = api(fetch).networks[':network'].waves[':wave'];
  try {
    const { queued, links } = await ok(
      kind === 'invitations' ? routes.invitations.$post(asked) : routes.reminders.$post(asked),
    );
    return { queued, links };
  } catch (problem) {
    if (problem instanceof ApiProblem) return fail(problem.status, { problem: problemWords(problem.problem) });
    throw problem;
  }
}

export const actions: Actions = {
  invite: (event) => ask('invitations', event),
  remind: (event) => ask('reminders', event),
};
