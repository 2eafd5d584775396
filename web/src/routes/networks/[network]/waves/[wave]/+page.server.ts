import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { error, fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { readInstrument } from '$lib/workspace/server/read-instrument';
import { attempt, textsOf, uploadOf } from '$lib/workspace/server/attempt';
import { leadsOnly } from '$lib/workspace/server/workspace';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent }) => {
  const calls = api(fetch).networks[':network'];
  const param = { network: params.network };
  const [{ waves }, asked] = await Promise.all([
    required(calls.waves.$get({ param })),
    required(calls.instruments.$get({ param })),
  ]);
  leadsOnly(await parent());
  const wave = waves.find((one) => one.wave === params.wave && one.state !== 'closed');
  if (!wave) error(404, { message: m.common_not_found_title() });
  return { wave, ...asked };
};

export const actions: Actions = {
  save: async ({ fetch, params, request }) => {
    const values = textsOf(await request.formData(), ['label', 'opens', 'closes', 'instrument']);
    const { instrument, ...days } = values;
    const call = api(fetch).networks[':network'].waves[':id'].$patch({
      param: { network: params.network, id: params.wave },
      json: { ...days, ...(instrument && { instrument }) },
    });
    const { problem } = await attempt(ok(call), { field: 'opens', message: m.wave_conflict() });
    if (problem) return fail(422, { values, problem });
    redirect(303, `/networks/${params.network}/waves`);
  },
  preview: async ({ request }) => {
    const text = await uploadOf(await request.formData(), 'file');
    if (text === null) return fail(422, { faults: [{ path: '', message: m.questions_no_file() }] });
    const { instrument, faults } = readInstrument(text);
    return instrument ? { instrument, text } : fail(422, { faults });
  },
  /** Adds a new version and has this wave ask it. */
  ask: async ({ fetch, params, request }) => {
    const { instrument, faults } = readInstrument(textsOf(await request.formData(), ['text']).text);
    if (!instrument) return fail(422, { faults });
    const calls = api(fetch).networks[':network'];
    const param = { network: params.network };
    const refuse = (message: string) => fail(422, { faults: [{ path: '', message }] });
    const added = await attempt(ok(calls.instruments.$post({ param, json: { instrument } })), {
      message: m.questions_in_use(),
    });
    if (added.problem) return refuse(added.problem.message);
    const call = calls.waves[':id'].$patch({
      param: { ...param, id: params.wave },
      json: { instrument: added.done.instrument },
    });
    const { problem } = await attempt(ok(call), { message: m.wave_conflict() });
    if (problem) return refuse(problem.message);
    redirect(303, `/networks/${params.network}/waves/${params.wave}`);
  },
  remove: async ({ fetch, params }) => {
    const call = api(fetch).networks[':network'].waves[':id'].$delete({
      param: { network: params.network, id: params.wave },
    });
    const { problem } = await attempt(ok(call), { message: m.wave_has_answers() });
    if (problem) return fail(422, { problem });
    redirect(303, `/networks/${params.network}/waves`);
  },
};
