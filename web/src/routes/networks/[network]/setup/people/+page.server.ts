import { fail, redirect } from '@sveltejs/kit';
import { addPeople, previewPeople } from '$lib/workspace/server/people-actions';
import type { Actions } from './$types';

export const actions: Actions = {
  preview: (event) => previewPeople(event),
  add: async (event) => {
    const { problem, list } = await addPeople(event);
    if (problem) return fail(422, { list, problem });
    redirect(303, `/networks/${event.params.network}/setup/questions`);
  },
};
