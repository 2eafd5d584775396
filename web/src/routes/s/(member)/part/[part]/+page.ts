import { loadStepPage } from './step-pages';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params }) => ({ StepPage: await loadStepPage(params.part) });
