import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { instrumentIn, previewInstrument, refusedInstrument } from '$lib/workspace/server/instrument';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params }) =>
  required(api(fetch).networks[':network'].instruments.$get({ param: params }));

export const actions: Actions = {
  preview: previewInstrument,
  choose: async ({ fetch, params, request }) => {
    const form = await request.formData();
    const { key } = textsOf(form, ['key']);
    const read = key === '' ? instrumentIn(form) : { instrument: key, faults: [] };
    if (!read.instrument) return fail(422, { faults: read.faults });
    const call = api(fetch).networks[':network'].instrument.$put({
      param: params,
      json: { instrument: read.instrument },
    });
    const { problem } = await attempt(ok(call), { message: m.questions_in_use() });
    if (problem) return refusedInstrument(problem.message);
    redirect(303, `/networks/${params.network}/setup/aims`);
  },
};
