import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf, type FormProblem } from '$lib/workspace/server/attempt';
import { leadsOnly } from '$lib/workspace/server/workspace';
import { timeZones } from '$lib/workspace/server/zones';
import { readDays } from './read-days';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  leadsOnly(await parent());
  const here = api(fetch).networks[':network'];
  const [{ reminders, stillSo, timezone }, { waves }] = await Promise.all([
    required(here.$get({ param: params })),
    required(here.waves.$get({ param: params })),
  ]);
  const wave = waves.find(({ state }) => state === 'open') ?? waves.find(({ state }) => state === 'upcoming');
  const plan =
    wave && (await required(here.waves[':wave'].invitations.$get({ param: { ...params, wave: wave.wave } })));
  return {
    zones: timeZones(timezone),
    asking: { reminders, stillSo },
    next: wave && plan ? { label: wave.label, days: plan.reminders, mail: plan.mail } : null,
    saved: url.searchParams.get('saved'),
  };
};

export const actions: Actions = {
  network: async ({ fetch, params, request }) => {
    const typed = textsOf(await request.formData(), ['name', 'timezone', 'locale']);
    const refused = (problem: FormProblem) => fail(422, { of: 'network' as const, typed, problem });
    if (typed.name === '') return refused(faultsAt({ name: m.settings_name_missing() }));
    const { problem } = await attempt(ok(api(fetch).networks[':network'].$patch({ param: params, json: typed })));
    if (problem) return refused(problem);
    redirect(303, `/networks/${params.network}/settings?saved=network`);
  },
  asking: async ({ fetch, params, request }) => {
    const fields = await request.formData();
    const typed = textsOf(fields, ['after', 'before']);
    const stillSo = fields.has('stillSo');
    const [afterOpening, beforeClose] = [readDays(typed.after, 1), readDays(typed.before, 0)];
    const refused = (problem: FormProblem) => fail(422, { of: 'asking' as const, typed, stillSo, problem });
    const faults = {
      ...(afterOpening ? {} : { after: m.asking_fault({ least: 1 }) }),
      ...(beforeClose ? {} : { before: m.asking_fault({ least: 0 }) }),
    };
    if (!afterOpening || !beforeClose) return refused(faultsAt(faults));
    const json = { reminders: { afterOpening, beforeClose }, stillSo };
    const { problem } = await attempt(ok(api(fetch).networks[':network'].$patch({ param: params, json })));
    if (problem) return refused(problem);
    redirect(303, `/networks/${params.network}/settings?saved=asking`);
  },
};

const faultsAt = (fields: Record<string, string>): FormProblem => ({
  message: Object.values(fields).join(' '),
  fields,
});
