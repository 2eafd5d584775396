import { ok } from '@rapport/api/client';
import type { WideMapping } from '@rapport/surveys/wide-mapping';
import { fail, redirect } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { mappingFrom } from '$lib/exports/mapping-form';
import { attempt, textsOf, uploadOf } from '$lib/workspace/server/attempt';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  const { network } = await parent();
  const custodian = network.roles.includes('custodian');
  const added = Number(url.searchParams.get('added') ?? 0);
  if (!custodian) return { custodian, mappings: [], added };
  const { mappings } = await required(api(fetch).networks[':network'].mappings.$get({ param: params }));
  return { custodian, mappings, added };
};

/** What the routes of api/routes/import.ts answer: the typed client sends JSON bodies only. */
export interface Guess {
  header: string[];
  mapping: WideMapping;
  choices: { meaning: object; text: Record<string, string>; agency: string | null }[];
  waves: { wave: string; label: string }[];
}
export interface Preview {
  responses: number;
  members: number;
  waves: string[];
  answers: number;
  ties: number;
  texts: number;
  faults: { row: number | null; column: string | null; message: string }[];
  ignored: string[];
}

const send = <T>(fetch: typeof globalThis.fetch, network: string, path: string, text: string) =>
  ok<T>(
    fetch(`/api/networks/${encodeURIComponent(network)}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: text,
    }),
  );

/** The file as it came: what is posted as text has its line ends changed, which changes nothing. */
const textOf = (form: FormData): string => {
  const text = form.get('text');
  return typeof text === 'string' ? text : '';
};

export const actions: Actions = {
  columns: async ({ fetch, params, request }) => {
    const form = await request.formData();
    const text = (await uploadOf(form, 'file')) ?? textOf(form);
    if (text.trim() === '') return fail(422, { empty: true as const });
    const { saved } = textsOf(form, ['saved']);
    const guess = await attempt(send<Guess>(fetch, params.network, 'mappings/guess', text));
    if (guess.problem) return fail(guess.status, { problem: guess.problem, text });
    const { mappings } = await required(api(fetch).networks[':network'].mappings.$get({ param: params }));
    const kept = mappings.find(({ name }) => name === saved)?.mapping;
    return { text, guess: { ...guess.done, mapping: kept ?? guess.done.mapping }, name: saved };
  },
  check: async ({ fetch, params, request }) => {
    const form = await request.formData();
    const text = textOf(form);
    const { name } = textsOf(form, ['name']);
    const [guess, { mapping, fault }] = [
      await send<Guess>(fetch, params.network, 'mappings/guess', text),
      mappingFrom(form),
    ];
    if (fault) return fail(422, { text, guess, name, fault });
    const shown = { text, guess: { ...guess, mapping }, name };
    const param = { network: params.network, name };
    const saved = await attempt(ok(api(fetch).networks[':network'].mappings[':name'].$put({ param, json: mapping })));
    if (saved.problem) return fail(saved.status, { ...shown, problem: saved.problem });
    const path = `answers?mapping=${encodeURIComponent(name)}&dryRun=true`;
    const seen = await attempt(send<Preview>(fetch, params.network, path, text));
    if (seen.problem) return fail(seen.status, { ...shown, problem: seen.problem });
    return { ...shown, preview: seen.done };
  },
  add: async ({ fetch, params, request }) => {
    const form = await request.formData();
    const text = textOf(form);
    const { name } = textsOf(form, ['name']);
    const path = `answers?mapping=${encodeURIComponent(name)}`;
    const { done, problem, ...refused } = await attempt(send<Preview>(fetch, params.network, path, text));
    if (problem) return fail('status' in refused ? refused.status : 422, { problem, text });
    redirect(303, `/networks/${encodeURIComponent(params.network)}/exports/import?added=${done.responses}`);
  },
};
