import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { leadsOnly } from '$lib/workspace/server/workspace';
import { KINDS } from './kinds';
import type { Actions, PageServerLoad } from './$types';

/** A whole number of months in a form's field; null for an empty one, undefined for anything else. */
function monthsIn(text: string): number | null | undefined {
  if (text === '') return null;
  const months = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return months >= 1 && months <= 600 ? months : undefined;
}

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  leadsOnly(await parent());
  const kind = KINDS.find((one) => one === url.searchParams.get('kind')) ?? null;
  const before = url.searchParams.get('before') ?? '';
  const tried = url.searchParams.get('months');
  const months = tried === null ? undefined : monthsIn(tried.trim());
  const calls = api(fetch).networks[':network'];
  const older = /^\d{1,12}$/.test(before) ? before : null;
  const [{ entries, next }, retention] = await Promise.all([
    required(calls.audit.$get({ param: params, query: { ...(kind && { kind }), ...(older && { before: older }) } })),
    required(calls.retention.$get({ param: params, query: months ? { months: String(months) } : {} })),
  ]);
  return {
    entries,
    next,
    kind,
    older: older !== null,
    kept: retention.months,
    /** What was looked at before it is set; null while nothing was. */
    preview: tried === null || months === undefined ? null : { months, due: months === null ? [] : retention.due },
    fault: tried !== null && months === undefined ? { value: tried, message: m.keep_fault() } : null,
  };
};

export const actions: Actions = {
  keep: async ({ fetch, params, request }) => {
    const months = monthsIn(textsOf(await request.formData(), ['months']).months);
    if (months === undefined) return fail(422, { problem: { message: m.keep_fault() } });
    const call = api(fetch).networks[':network'].retention.$put({ param: params, json: { months } });
    const { problem } = await attempt(ok(call));
    return problem ? fail(422, { problem }) : { saved: true };
  },
};
