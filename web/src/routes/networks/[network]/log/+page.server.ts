import { ok } from '@rapport/api/client';
import { numberedLog } from '@rapport/charts/trend-data';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { agree, declare, disagree, loadAims, undeclare } from '$lib/workspace/server/aims';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { forgetUndo, keepUndo, keptUndo } from '$lib/workspace/server/undo';
import { pocketsOf, readEntry, type Entry } from './entry';
import type { Actions, PageServerLoad } from './$types';

/** How the last change of the log is taken back. */
export type LogUndo = { was: 'added' | 'removed' | 'changed'; event: Entry };

const home = (network: string): string => `/networks/${network}/log`;

export const load: PageServerLoad = async ({ fetch, params, cookies }) => {
  const calls = api(fetch).networks[':network'];
  const [{ release, waves }, { organisations }, aims] = await Promise.all([
    required(calls.overview.$get({ param: params, query: {} })),
    required(calls.organisations.$get({ param: params })),
    loadAims(fetch, params.network),
  ]);
  const parties = release.context.event_organisations;
  const measured = new Set(
    release.events.filter(({ between }) => !between.includes(null)).flatMap(({ events }) => events),
  );
  return {
    entries: numberedLog(release).map((entry) => ({
      ...entry,
      organisations: parties.filter(({ event }) => event === entry.event).map(({ organisation }) => organisation),
      measured: measured.has(entry.event),
    })),
    waves,
    organisations,
    pockets: pocketsOf(release),
    undo: keptUndo<LogUndo>(cookies),
    ...aims,
  };
};

export const actions: Actions = {
  add: async ({ fetch, params, request, cookies, url }) => {
    const { values, entry } = readEntry(await request.formData());
    const event = { event: `ev-${crypto.randomUUID().slice(0, 8)}`, ...entry };
    const call = api(fetch).networks[':network'].events.$post({ param: params, json: event });
    const { problem } = await attempt(ok(call));
    if (problem) return fail(422, { entry: values, entryProblem: problem });
    keepUndo<LogUndo>({ cookies, url }, home(params.network), { was: 'added', event });
    redirect(303, `${home(params.network)}?kind=${entry.kind}`);
  },
  remove: async ({ fetch, params, request, cookies, url }) => {
    const { event: id } = textsOf(await request.formData(), ['event']);
    const calls = api(fetch).networks[':network'].events;
    const { events } = await required(calls.$get({ param: params }));
    const event = events.find((one) => one.event === id);
    const { problem } = await attempt(ok(calls[':id'].$delete({ param: { ...params, id } })));
    if (problem) return fail(422, { problem });
    if (event) keepUndo<LogUndo>({ cookies, url }, home(params.network), { was: 'removed', event });
    redirect(303, home(params.network));
  },
  undo: async ({ fetch, params, cookies, url }) => {
    const undo = keptUndo<LogUndo>(cookies);
    if (undo) {
      const calls = api(fetch).networks[':network'].events;
      const { event: id, ...before } = undo.event;
      const param = { ...params, id };
      const call =
        undo.was === 'added'
          ? ok<unknown>(calls[':id'].$delete({ param }))
          : undo.was === 'removed'
            ? ok<unknown>(calls.$post({ param: params, json: undo.event }))
            : ok<unknown>(calls[':id'].$patch({ param, json: before }));
      const { problem } = await attempt(call);
      if (problem) return fail(422, { problem });
    }
    forgetUndo({ cookies, url }, home(params.network));
    redirect(303, home(params.network));
  },
  declare,
  undeclare,
  agree,
  disagree,
};
