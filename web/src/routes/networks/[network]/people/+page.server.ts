import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { leadsOnly } from '$lib/workspace/server/workspace';
import type { Actions, PageServerLoad } from './$types';

const ROLES = ['lead', 'viewer', 'custodian', 'funder'] as const;
const isRole = (value: unknown): value is (typeof ROLES)[number] => ROLES.some((role) => role === value);

export const load: PageServerLoad = async ({ fetch, params, parent }) => {
  leadsOnly(await parent());
  return { ...(await required(api(fetch).networks[':network'].people.$get({ param: params }))), choices: ROLES };
};

export const actions: Actions = {
  invite: async ({ fetch, params, request }) => {
    const { email, role, language } = textsOf(await request.formData(), ['email', 'role', 'language']);
    const json = { email, role: isRole(role) ? role : 'viewer', ...(language && { language }) };
    const call = api(fetch).networks[':network'].people.invitations.$post({ param: params, json });
    const { done, problem } = await attempt(ok(call), { field: 'email', message: m.people_invite_has({ email }) });
    return problem ? fail(422, { invite: { email, role, problem } }) : { invited: done };
  },
  withdraw: async ({ fetch, params, request }) => {
    const { invitation, email } = textsOf(await request.formData(), ['invitation', 'email']);
    const param = { ...params, id: invitation };
    const { problem } = await attempt(ok(api(fetch).networks[':network'].people.invitations[':id'].$delete({ param })));
    return problem ? fail(422, { problem }) : { said: m.people_withdrawn({ email }) };
  },
  roles: async ({ fetch, params, request }) => {
    const form = await request.formData();
    const { account, email } = textsOf(form, ['account', 'email']);
    const roles = form.getAll('role').filter(isRole);
    if (roles.length === 0) return fail(422, { problem: { message: m.people_roles_none(), fields: {} } });
    const param = { ...params, account };
    const call = api(fetch).networks[':network'].people[':account'].roles.$put({ param, json: { roles } });
    const { problem } = await attempt(ok(call), { message: m.people_last_lead() });
    return problem ? fail(422, { problem }) : { said: m.people_roles_saved({ email }) };
  },
  remove: async ({ fetch, params, request }) => {
    const { account, email } = textsOf(await request.formData(), ['account', 'email']);
    const call = api(fetch).networks[':network'].people[':account'].$delete({ param: { ...params, account } });
    const { problem } = await attempt(ok(call), { message: m.people_last_lead() });
    return problem ? fail(422, { problem }) : { said: m.people_removed({ email }) };
  },
};
