import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import type { Member } from '@rapport/surveys/panel';
import { error, fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { forgetUndo, keepUndo, keptUndo } from '$lib/workspace/server/undo';
import { leadsOnly } from '$lib/workspace/server/workspace';
import type { MembersUndo } from '../+page.server';
import type { Actions, PageServerLoad } from './$types';

const homeOf = (network: string): string => `/networks/${network}/members`;
const nameOf = ({ name, email, member }: Member): string => name ?? email ?? member;

export const load: PageServerLoad = async ({ fetch, params, parent, cookies }) => {
  leadsOnly(await parent());
  const calls = api(fetch).networks[':network'];
  const param = { network: params.network };
  const [{ organisations }, { members }] = await Promise.all([
    required(calls.organisations.$get({ param })),
    required(calls.members.$get({ param })),
  ]);
  const member = members.find((one) => one.member === params.member);
  if (!member) error(404, { message: m.common_not_found_title() });
  const person = member.person;
  const undo = keptUndo<MembersUndo>(cookies);
  const moved = undo?.was === 'moved' && undo.reversal.remove.members.includes(member.member) ? undo : null;
  return {
    member,
    organisations,
    moved: moved && { name: moved.name ?? '', agency: moved.agency ?? '', day: moved.day ?? '' },
    history: members.filter((one) => person && one.person === person),
    others: members.filter((one) => one !== member && !(person && one.person === person)),
  };
};

export const actions: Actions = {
  save: async ({ fetch, params, request }) => {
    const values = textsOf(await request.formData(), ['name', 'email', 'language']);
    const { name, email, language } = values;
    const json = { name: name || null, email: email || null, ...(language && { language }) };
    const param = { network: params.network, id: params.member };
    const { problem } = await attempt(ok(api(fetch).networks[':network'].members[':id'].$patch({ param, json })));
    if (problem) return fail(422, { of: 'save' as const, values, problem });
    redirect(303, `/networks/${params.network}/members`);
  },
  move: async ({ fetch, params, request, cookies, url }) => {
    const json = textsOf(await request.formData(), ['organisation', 'from']);
    const calls = api(fetch).networks[':network'];
    const network = { network: params.network };
    const [{ members }, { organisations }] = await Promise.all([
      required(calls.members.$get({ param: network })),
      required(calls.organisations.$get({ param: network })),
    ]);
    const call = calls.members[':id'].move.$post({ param: { ...network, id: params.member }, json });
    const { done, problem } = await attempt(ok(call), { field: 'from', message: m.member_span_conflict() });
    if (problem) return fail(422, { of: 'move' as const, problem });
    const before = members.filter(({ member }) => member === params.member);
    keepUndo<MembersUndo>({ cookies, url }, homeOf(params.network), {
      was: 'moved',
      name: nameOf(done),
      agency: organisations.find(({ organisation }) => organisation === done.organisation)?.name ?? '',
      day: json.from,
      reversal: { members: before, remove: { members: [done.member], organisations: [] } },
    });
    redirect(303, `${homeOf(params.network)}/${encodeURIComponent(done.member)}`);
  },
  merge: async ({ fetch, params, request, cookies, url }) => {
    const json = textsOf(await request.formData(), ['other']);
    const param = { network: params.network, id: params.member };
    const call = api(fetch).networks[':network'].members[':id'].merge.$post({ param, json });
    const { done, problem } = await attempt(ok(call), { field: 'other', message: m.member_merge_conflict() });
    if (problem) return fail(422, { of: 'merge' as const, problem });
    keepUndo<MembersUndo>({ cookies, url }, homeOf(params.network), {
      was: 'merged',
      name: nameOf(done.member),
      reversal: { members: done.before, remove: { members: [], organisations: [] } },
    });
    redirect(303, homeOf(params.network));
  },
  leave: async ({ fetch, params, request, cookies, url }) => {
    const json = textsOf(await request.formData(), ['left']);
    const param = { network: params.network, id: params.member };
    const call = api(fetch).networks[':network'].members[':id'].$patch({ param, json });
    const { problem } = await attempt(ok(call), { field: 'left', message: m.member_span_conflict() });
    if (problem) return fail(422, { of: 'leave' as const, problem });
    // One step can be taken back at a time: the last.
    forgetUndo({ cookies, url }, homeOf(params.network));
    redirect(303, `${homeOf(params.network)}?left=${encodeURIComponent(params.member)}`);
  },
};
