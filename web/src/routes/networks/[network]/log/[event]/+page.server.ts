import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { error, fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt } from '$lib/workspace/server/attempt';
import { keepUndo } from '$lib/workspace/server/undo';
import { leadsOnly } from '$lib/workspace/server/workspace';
import type { LogUndo } from '../+page.server';
import { pocketsOf, readEntry } from '../entry';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent }) => {
  leadsOnly(await parent());
  const calls = api(fetch).networks[':network'];
  const param = { network: params.network };
  const [{ events }, { organisations }, { release }] = await Promise.all([
    required(calls.events.$get({ param })),
    required(calls.organisations.$get({ param })),
    required(calls.overview.$get({ param, query: {} })),
  ]);
  const entry = events.find(({ event }) => event === params.event);
  if (!entry) error(404, { message: m.common_not_found_title() });
  return { entry, organisations, pockets: pocketsOf(release) };
};

export const actions: Actions = {
  default: async ({ fetch, params, request, cookies, url }) => {
    const { values, entry } = readEntry(await request.formData());
    const calls = api(fetch).networks[':network'].events;
    const param = { network: params.network };
    const { events } = await required(calls.$get({ param }));
    const before = events.find(({ event }) => event === params.event);
    const { problem } = await attempt(ok(calls[':id'].$patch({ param: { ...param, id: params.event }, json: entry })));
    if (problem) return fail(422, { values, problem });
    const home = `/networks/${params.network}/log`;
    if (before) keepUndo<LogUndo>({ cookies, url }, home, { was: 'changed', event: before });
    redirect(303, `${home}#${params.event}`);
  },
};
