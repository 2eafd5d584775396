import { agree, declare, disagree, loadAims, undeclare } from '$lib/workspace/server/aims';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ fetch, params }) => loadAims(fetch, params.network);

export const actions: Actions = { declare, undeclare, agree, disagree };
