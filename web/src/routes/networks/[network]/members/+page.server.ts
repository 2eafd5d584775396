import { ok } from '@rapport/api/client';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { addPeople, previewPeople } from '$lib/workspace/server/people-actions';
import { leadsOnly } from '$lib/workspace/server/workspace';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  leadsOnly(await parent());
  const calls = api(fetch).networks[':network'];
  const [{ organisations }, { members }] = await Promise.all([
    required(calls.organisations.$get({ param: params })),
    required(calls.members.$get({ param: params })),
  ]);
  const left = members.find(({ member }) => member === url.searchParams.get('left')) ?? null;
  return { organisations, members, left, added: Number(url.searchParams.get('added')) || 0 };
};

export const actions: Actions = {
  preview: (event) => previewPeople(event),
  add: async (event) => {
    const { done, problem, list } = await addPeople(event);
    if (problem) return fail(422, { list, problem });
    redirect(303, `/networks/${event.params.network}/members?added=${done.members.length}`);
  },
  /** Takes a leaving back. */
  stay: async ({ fetch, params, request }) => {
    const { member } = textsOf(await request.formData(), ['member']);
    const param = { network: params.network, id: member };
    const { problem } = await attempt(
      ok(api(fetch).networks[':network'].members[':id'].$patch({ param, json: { left: null } })),
    );
    if (problem) return fail(422, { problem });
    redirect(303, `/networks/${params.network}/members`);
  },
};
