import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { error, fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from '$lib/workspace/server/attempt';
import { leadsOnly } from '$lib/workspace/server/workspace';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent }) => {
  leadsOnly(await parent());
  const param = { network: params.network };
  const { organisations } = await required(api(fetch).networks[':network'].organisations.$get({ param }));
  const organisation = organisations.find((one) => one.organisation === params.organisation);
  if (!organisation) error(404, { message: m.common_not_found_title() });
  return { organisation };
};

export const actions: Actions = {
  default: async ({ fetch, params, request }) => {
    const form = await request.formData();
    const values = textsOf(form, ['name', 'left']);
    const json = { name: values.name, left: values.left || null, named: form.has('named') };
    const param = { network: params.network, id: params.organisation };
    const { problem } = await attempt(ok(api(fetch).networks[':network'].organisations[':id'].$patch({ param, json })));
    if (problem) return fail(422, { values, problem });
    redirect(303, `/networks/${params.network}/members`);
  },
};
