import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { readInstrument } from '$lib/workspace/server/read-instrument';
import { attempt, textsOf, uploadOf } from '$lib/workspace/server/attempt';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params }) =>
  required(api(fetch).networks[':network'].instruments.$get({ param: params }));

export const actions: Actions = {
  preview: async ({ request }) => {
    const text = await uploadOf(await request.formData(), 'file');
    if (text === null) return fail(422, { faults: [{ path: '', message: m.questions_no_file() }] });
    const { instrument, faults } = readInstrument(text);
    return instrument ? { instrument, text } : fail(422, { faults });
  },
  choose: async ({ fetch, params, request }) => {
    const { text, key } = textsOf(await request.formData(), ['text', 'key']);
    const read = key === '' ? readInstrument(text) : { instrument: key, faults: [] };
    if (!read.instrument) return fail(422, { faults: read.faults });
    const call = api(fetch).networks[':network'].instrument.$put({
      param: params,
      json: { instrument: read.instrument },
    });
    const { problem } = await attempt(ok(call), { message: m.questions_in_use() });
    if (problem) return fail(422, { faults: [{ path: '', message: problem.message }] });
    redirect(303, `/networks/${params.network}/setup/aims`);
  },
};
