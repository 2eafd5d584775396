import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { addPeople, addPerson, previewPeople } from '$lib/workspace/server/people-actions';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params }) => {
  const { organisations } = await required(api(fetch).networks[':network'].organisations.$get({ param: params }));
  return { agencies: organisations.flatMap(({ name, left }) => (left === null ? [name] : [])) };
};

export const actions: Actions = {
  preview: (event) => previewPeople(event),
  one: (event) => addPerson(event),
  add: async (event) => {
    const { problem, list } = await addPeople(event);
    if (problem) return fail(422, { list, problem });
    redirect(303, `/networks/${event.params.network}/setup/questions`);
  },
};
