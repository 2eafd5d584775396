import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { quarterlySeries } from '@rapport/surveys/wave-series';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { planSeries } from '$lib/workspace/server/series';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url, depends }) => {
  depends('rapport:waves');
  const calls = api(fetch).networks[':network'].waves;
  const { waves } = await required(calls.$get({ param: params }));
  const open = waves.find(({ state }) => state === 'open');
  const counts = open && (await required(calls[':wave'].progress.$get({ param: { ...params, wave: open.wave } })));
  const { today } = await parent();
  const last = waves.at(-1);
  const after = last ? quarterlySeries({ opens: last.opens, days: 1, count: 2 })[1]?.opens : undefined;
  const made = (url.searchParams.get('made') ?? '').split(/[+ ]/).filter((id) => waves.some(({ wave }) => wave === id));
  return { waves, counts: counts ?? null, next: after && after > today ? after : today, made };
};

/** What a change of a wave's days may meet, in words. */
const conflict = () => ({ field: 'closes', message: m.wave_conflict() });

export const actions: Actions = {
  plan: async (event) => {
    const { made, refused } = await planSeries(event);
    if (!made) return refused;
    redirect(303, `/networks/${event.params.network}/waves?made=${made.join('+')}`);
  },
  /** Takes back a series that was just planned. */
  unplan: async ({ fetch, params, request }) => {
    const calls = api(fetch).networks[':network'].waves;
    for (const wave of textsOf(await request.formData(), ['waves']).waves.split(' ')) {
      const { problem } = await attempt(ok(calls[':id'].$delete({ param: { ...params, id: wave } })));
      if (problem) return fail(422, { problem });
    }
    redirect(303, `/networks/${params.network}/waves`);
  },
  openNow: async ({ fetch, params, request }) => {
    const { wave, today } = textsOf(await request.formData(), ['wave', 'today']);
    const call = api(fetch).networks[':network'].waves[':id'].$patch({
      param: { ...params, id: wave },
      json: { opens: today },
    });
    const { problem } = await attempt(ok(call), conflict());
    if (problem) return fail(422, { problem });
    redirect(303, `/networks/${params.network}/waves`);
  },
  extend: async ({ fetch, params, request }) => {
    const { wave, closes } = textsOf(await request.formData(), ['wave', 'closes']);
    const call = api(fetch).networks[':network'].waves[':id'].$patch({
      param: { ...params, id: wave },
      json: { closes },
    });
    const { problem } = await attempt(ok(call), conflict());
    return problem ? fail(422, { extend: { closes, problem } }) : { extended: closes };
  },
  close: async ({ fetch, params, request }) => {
    const { wave } = textsOf(await request.formData(), ['wave']);
    const call = api(fetch).networks[':network'].waves[':wave'].close.$post({ param: { ...params, wave }, json: {} });
    const { problem } = await attempt(ok(call));
    if (problem) return fail(422, { problem });
    redirect(303, `/networks/${params.network}?closed=${encodeURIComponent(wave)}`);
  },
};
