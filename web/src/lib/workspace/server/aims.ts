import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail } from '@sveltejs/kit';
import { api, required } from '$lib/api';
import { attempt, textsOf } from './attempt';

interface Asked {
  fetch: typeof globalThis.fetch;
  params: { network: string };
  request: Request;
}

/** Declared modes, agreed goals, and the modes that may be declared: those of the network's instruments. */
export async function loadAims(fetch: typeof globalThis.fetch, network: string) {
  const calls = api(fetch).networks[':network'];
  const param = { network };
  const [{ declarations }, { goals }, { instruments }] = await Promise.all([
    required(calls.declarations.$get({ param })),
    required(calls.goals.$get({ param })),
    required(calls.instruments.$get({ param })),
  ]);
  const modes = instruments.flatMap(({ readiness }) => readiness?.modes ?? []);
  return { declarations, goals, modes: [...new Map(modes.map((mode) => [mode.id, mode])).values()] };
}

/** Adds what the funder mandates or the network aims for; also puts a removed one back. */
export async function declare({ fetch, params, request }: Asked) {
  const values = textsOf(await request.formData(), ['by', 'mode', 'from', 'source']);
  const by = values.by === 'funder' ? 'funder' : 'network';
  const json = { by, mode: values.mode, from: values.from, source: values.source || null } as const;
  const call = ok(api(fetch).networks[':network'].declarations.$post({ param: params, json }));
  const { problem } = await attempt(call, { field: 'from', message: m.aims_from_taken() });
  return problem ? fail(422, { declare: by, values, problem }) : { saved: true as const };
}

/** Removes a declaration and gives it back, so that the page can offer to undo it. */
export async function undeclare({ fetch, params, request }: Asked) {
  const { declaration } = textsOf(await request.formData(), ['declaration']);
  const calls = api(fetch).networks[':network'].declarations;
  const { declarations } = await required(calls.$get({ param: params }));
  const removed = declarations.find((one) => one.declaration === declaration);
  const { problem } = await attempt(ok(calls[':id'].$delete({ param: { ...params, id: declaration } })));
  return problem ? fail(422, { problem }) : { removed };
}

/** Adds what the network has agreed on, from a day on; also puts a removed one back. */
export async function agree({ fetch, params, request }: Asked) {
  const values = textsOf(await request.formData(), ['from', 'text']);
  const call = ok(api(fetch).networks[':network'].goals.$post({ param: params, json: values }));
  const { problem } = await attempt(call);
  return problem ? fail(422, { agree: true as const, values, problem }) : { saved: true as const };
}

export async function disagree({ fetch, params, request }: Asked) {
  const { goal } = textsOf(await request.formData(), ['goal']);
  const calls = api(fetch).networks[':network'].goals;
  const { goals } = await required(calls.$get({ param: params }));
  const removedGoal = goals.find((one) => one.goal === goal);
  const { problem } = await attempt(ok(calls[':id'].$delete({ param: { ...params, id: goal } })));
  return problem ? fail(422, { problem }) : { removedGoal };
}
