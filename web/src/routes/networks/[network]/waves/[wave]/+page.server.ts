import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { error, fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { instrumentIn, previewInstrument, refusedInstrument } from '$lib/workspace/server/instrument';
import { keepUndo } from '$lib/workspace/server/undo';
import { leadsOnly } from '$lib/workspace/server/workspace';
import type { WaveUndo } from '../+page.server';
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
  preview: previewInstrument,
  /** Adds a new version and has this wave ask it. */
  ask: async ({ fetch, params, request }) => {
    const { instrument, faults } = instrumentIn(await request.formData());
    if (!instrument) return fail(422, { faults });
    const calls = api(fetch).networks[':network'];
    const param = { network: params.network };
    const added = await attempt(ok(calls.instruments.$post({ param, json: { instrument } })), {
      message: m.questions_in_use(),
    });
    if (added.problem) return refusedInstrument(added.problem.message);
    const call = calls.waves[':id'].$patch({
      param: { ...param, id: params.wave },
      json: { instrument: added.done.instrument },
    });
    const { problem } = await attempt(ok(call), { message: m.wave_conflict() });
    if (problem) return refusedInstrument(problem.message);
    redirect(303, `/networks/${params.network}/waves/${params.wave}`);
  },
  remove: async ({ fetch, params, cookies, url }) => {
    const calls = api(fetch).networks[':network'].waves;
    const param = { network: params.network };
    const { waves } = await required(calls.$get({ param }));
    const removed = waves.find(({ wave }) => wave === params.wave);
    const { problem } = await attempt(ok(calls[':id'].$delete({ param: { ...param, id: params.wave } })), {
      message: m.wave_has_answers(),
    });
    if (problem) return fail(422, { problem });
    const home = `/networks/${params.network}/waves`;
    if (removed) {
      const { wave, label, opens, closes, instrument } = removed;
      keepUndo<WaveUndo>({ cookies, url }, home, { wave, label, opens, closes, ...(instrument && { instrument }) });
    }
    redirect(303, home);
  },
};
