import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import type { Wave } from '@rapport/surveys/panel';
import { quarterlySeries } from '@rapport/surveys/wave-series';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { planSeries } from '$lib/workspace/server/series';
import { forgetUndo, keptUndo } from '$lib/workspace/server/undo';
import type { Actions, PageServerLoad } from './$types';

/** A wave that was just taken out of the plan, to put back. */
export type WaveUndo = Pick<Wave, 'wave' | 'label' | 'opens' | 'closes' | 'instrument'>;

export const load: PageServerLoad = async ({ fetch, params, parent, url, depends, cookies }) => {
  depends('rapport:waves');
  const calls = api(fetch).networks[':network'].waves;
  const { waves } = await required(calls.$get({ param: params }));
  const open = waves.find(({ state }) => state === 'open');
  const param = { ...params, wave: open?.wave ?? '' };
  const [counts, byAgency] = open
    ? await Promise.all([
        required(calls[':wave'].progress.$get({ param })),
        required(calls[':wave'].agencies.$get({ param })),
      ])
    : [null, null];
  const { today } = await parent();
  const last = waves.at(-1);
  const after = last ? quarterlySeries({ opens: last.opens, days: 1, count: 2 })[1]?.opens : undefined;
  const made = (url.searchParams.get('made') ?? '').split(/[+ ]/).filter((id) => waves.some(({ wave }) => wave === id));
  const undo = keptUndo<WaveUndo>(cookies);
  const removed = undo && !waves.some(({ wave }) => wave === undo.wave) ? undo : null;
  return {
    waves,
    counts,
    agencies: byAgency?.agencies ?? [],
    removed,
    next: after && after > today ? after : today,
    made,
  };
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
  /** Puts back a wave that was taken out of the plan. */
  undo: async ({ fetch, params, cookies, url }) => {
    const removed = keptUndo<WaveUndo>(cookies);
    if (removed) {
      const call = ok(api(fetch).networks[':network'].waves.$post({ param: params, json: removed }));
      const { problem } = await attempt(call, conflict());
      if (problem) return fail(422, { problem });
    }
    const home = `/networks/${params.network}/waves`;
    forgetUndo({ cookies, url }, home);
    redirect(303, home);
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
