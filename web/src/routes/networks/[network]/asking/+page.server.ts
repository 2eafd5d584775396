import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { leadsOnly } from '$lib/workspace/server/workspace';
import { readDays } from './read-days';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  leadsOnly(await parent());
  const here = api(fetch).networks[':network'];
  const [{ reminders, stillSo }, { waves }] = await Promise.all([
    required(here.$get({ param: params })),
    required(here.waves.$get({ param: params })),
  ]);
  const wave = waves.find(({ state }) => state === 'open') ?? waves.find(({ state }) => state === 'upcoming');
  const plan =
    wave && (await required(here.waves[':wave'].invitations.$get({ param: { ...params, wave: wave.wave } })));
  return {
    asking: { reminders, stillSo },
    next: wave && plan ? { label: wave.label, days: plan.reminders, mail: plan.mail } : null,
    saved: url.searchParams.has('saved'),
  };
};

export const actions: Actions = {
  default: async ({ fetch, params, request }) => {
    const fields = await request.formData();
    const typed = textsOf(fields, ['after', 'before']);
    const stillSo = fields.has('stillSo');
    const [afterOpening, beforeClose] = [readDays(typed.after, 1), readDays(typed.before, 0)];
    const faults = {
      ...(afterOpening ? {} : { after: m.asking_fault({ least: 1 }) }),
      ...(beforeClose ? {} : { before: m.asking_fault({ least: 0 }) }),
    };
    if (!afterOpening || !beforeClose)
      return fail(422, { typed, stillSo, problem: { message: Object.values(faults).join(' '), fields: faults } });
    const json = { reminders: { afterOpening, beforeClose }, stillSo };
    const { problem } = await attempt(ok(api(fetch).networks[':network'].$patch({ param: params, json })));
    if (problem) return fail(422, { typed, stillSo, problem });
    redirect(303, `/networks/${params.network}/asking?saved`);
  },
};
