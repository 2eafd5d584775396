import { redirect } from '@sveltejs/kit';
import { planSeries } from '$lib/workspace/server/series';
import type { Actions } from './$types';

export const actions: Actions = {
  plan: async (event) => {
    const { made, refused } = await planSeries(event);
    if (!made) return refused;
    redirect(303, `/networks/${event.params.network}/waves?made=${made.join('+')}`);
  },
};
