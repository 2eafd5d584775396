import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import type { Member } from '@rapport/surveys/panel';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { addPeople, previewPeople } from '$lib/workspace/server/people-actions';
import { forgetUndo, keepUndo, keptUndo } from '$lib/workspace/server/undo';
import { leadsOnly } from '$lib/workspace/server/workspace';
import type { Actions, PageServerLoad } from './$types';

/** How the last change of the members is taken back: what was done, in words' parts, and what `roster/undo` takes. */
export interface MembersUndo {
  was: 'moved' | 'merged' | 'added';
  name?: string;
  agency?: string;
  day?: string;
  count?: number;
  reversal: { members: Member[]; remove: { members: string[]; organisations: string[] } };
}

export const load: PageServerLoad = async ({ fetch, params, parent, url, cookies }) => {
  leadsOnly(await parent());
  const calls = api(fetch).networks[':network'];
  const [{ organisations }, { members }] = await Promise.all([
    required(calls.organisations.$get({ param: params })),
    required(calls.members.$get({ param: params })),
  ]);
  const left = members.find(({ member }) => member === url.searchParams.get('left')) ?? null;
  const kept = keptUndo<MembersUndo>(cookies);
  const undo = kept && (({ reversal: _, ...words }) => words)(kept);
  return { organisations, members, left, undo, added: Number(url.searchParams.get('added')) || 0 };
};

export const actions: Actions = {
  preview: (event) => previewPeople(event),
  add: async (event) => {
    const { done, problem, list } = await addPeople(event);
    if (problem) return fail(422, { list, problem });
    const home = `/networks/${event.params.network}/members`;
    const remove = {
      members: done.members.map(({ member }) => member),
      organisations: done.agencies.filter(({ isNew }) => isNew).map(({ organisation }) => organisation),
    };
    const reversal = { members: [], remove };
    keepUndo<MembersUndo>(event, home, { was: 'added', count: done.members.length, reversal });
    redirect(303, `${home}?added=${done.members.length}`);
  },
  /** Takes back a move, a merge or an added list. */
  undo: async ({ fetch, params, cookies, url }) => {
    const kept = keptUndo<MembersUndo>(cookies);
    const home = `/networks/${params.network}/members`;
    forgetUndo({ cookies, url }, home);
    if (!kept) redirect(303, home);
    const call = api(fetch).networks[':network'].roster.undo.$post({ param: params, json: kept.reversal });
    const { problem } = await attempt(ok(call), { message: m.members_undo_late() });
    if (problem) return fail(422, { problem });
    redirect(303, home);
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
