import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { error, fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { leadsOnly } from '$lib/workspace/server/workspace';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent }) => {
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
  return { member, organisations, history: members.filter((one) => person && one.person === person) };
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
  move: async ({ fetch, params, request }) => {
    const json = textsOf(await request.formData(), ['organisation', 'from']);
    const param = { network: params.network, id: params.member };
    const call = api(fetch).networks[':network'].members[':id'].move.$post({ param, json });
    const { done, problem } = await attempt(ok(call), { field: 'from', message: m.member_span_conflict() });
    if (problem) return fail(422, { of: 'move' as const, problem });
    redirect(303, `/networks/${params.network}/members/${done.member}`);
  },
  leave: async ({ fetch, params, request }) => {
    const json = textsOf(await request.formData(), ['left']);
    const param = { network: params.network, id: params.member };
    const call = api(fetch).networks[':network'].members[':id'].$patch({ param, json });
    const { problem } = await attempt(ok(call), { field: 'left', message: m.member_span_conflict() });
    if (problem) return fail(422, { of: 'leave' as const, problem });
    redirect(303, `/networks/${params.network}/members?left=${encodeURIComponent(params.member)}`);
  },
};
