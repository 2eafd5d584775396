import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail, redirect } from '@sveltejs/kit';
import { isTooLarge, MOST_MB } from '$lib/exports/panel-file';
import { attempt } from '$lib/workspace/server/attempt';
import { loadMayAdd } from '../may-add';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = loadMayAdd;

/** What the route of api/routes/panels.ts answers: the typed client sends JSON bodies only. */
export interface Brought {
  network: { slug: string; name: string } | null;
  counts: Record<'organisations' | 'members' | 'waves' | 'answers' | 'ties' | 'texts' | 'events', number> | null;
  faults: { file: string; row: number | null; column: string | null; message: string }[];
  ignored: string[];
}

const send = (fetch: typeof globalThis.fetch, file: File, isDry: boolean) =>
  ok<Brought>(
    fetch(`/api/panels?dryRun=${isDry}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    }),
  );

const refuse = (message: string) => fail(422, { problem: { message, fields: {} } });

async function seen(fetch: typeof globalThis.fetch, request: Request) {
  const file = (await request.formData()).get('file');
  if (!(file instanceof File) || file.size === 0) return { file: null, refused: refuse(m.panel_none()) };
  if (isTooLarge(file)) return { file: null, refused: refuse(m.panel_too_large({ size: MOST_MB })) };
  const { done, problem, ...rest } = await attempt(send(fetch, file, true));
  if (problem) return { file: null, refused: fail('status' in rest ? rest.status : 422, { problem }) };
  return { file, seen: done };
}

export const actions: Actions = {
  check: async ({ fetch, request }) => {
    const looked = await seen(fetch, request);
    return looked.file ? { seen: looked.seen } : looked.refused;
  },
  /** Looks first, so that faults come back as they do from a check; the API looks once more. */
  bring: async ({ fetch, request }) => {
    const looked = await seen(fetch, request);
    if (!looked.file) return looked.refused;
    if (looked.seen.faults.length > 0) return { seen: looked.seen };
    const { done, problem, ...rest } = await attempt(send(fetch, looked.file, false));
    if (problem) return fail('status' in rest ? rest.status : 422, { problem });
    redirect(303, `/networks/${done.network?.slug ?? ''}`);
  },
};
