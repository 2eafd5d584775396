import type { ClientInit } from '@sveltejs/kit';
import { keepEarlyEdits } from '$lib/early-edits';

export const init: ClientInit = () => keepEarlyEdits();
