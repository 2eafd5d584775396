import { redirect } from '@sveltejs/kit';
import { setUpSteps } from '$lib/workspace/set-up';
import type { PageServerLoad } from './$types';

/** Goes on where the set-up was left: at its first step that isn't done. */
export const load: PageServerLoad = async ({ parent }) => {
  const { network, setUp } = await parent();
  const steps = setUpSteps(network.slug, setUp);
  redirect(303, (steps.find(({ done }) => !done) ?? { href: `/networks/${network.slug}` }).href);
};
