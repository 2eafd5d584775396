import { leadsOnly } from '$lib/workspace/server/workspace';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ parent }) => {
  leadsOnly(await parent());
};
