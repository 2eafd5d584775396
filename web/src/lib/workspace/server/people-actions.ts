import { ok } from '@rapport/api/client';
import { fail } from '@sveltejs/kit';
import { faultWords } from '../people-faults';
import { attempt, textsOf, uploadOf, type FormProblem } from './attempt';

const post = (fetch: typeof globalThis.fetch, network: string, list: string, dryRun: boolean) =>
  ok<RosterReply>(
    fetch(`/api/networks/${encodeURIComponent(network)}/roster?dryRun=${dryRun}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: list,
    }),
  );

/** What the roster's route answers (api/routes/roster.ts): the typed client sends JSON bodies only. */
export interface RosterReply {
  agencies: { organisation: string; name: string; isNew: boolean; people: number }[];
  members: { member: string; organisation: string; name: string | null; email: string | null }[];
  faults: { row: number | null; column: string | null; code: string; value: string; message: string }[];
  ignored: string[];
}

interface Asked {
  fetch: typeof globalThis.fetch;
  params: { network: string };
  request: Request;
}

/** Shows what a list would add, with every fault at its line; saves nothing. A file takes the place of what was typed. */
export async function previewPeople({ fetch, params, request }: Asked) {
  const form = await request.formData();
  const list = (await uploadOf(form, 'file')) ?? listOf(form);
  if (list.trim() === '') return fail(422, { list, empty: true as const });
  const { done, problem } = await attempt(post(fetch, params.network, list, true));
  return problem ? fail(422, { list, problem }) : { list, plan: done };
}

/** Saves a list that was seen; the API refuses it as a whole when it has become wrong meanwhile. */
export async function addPeople({ fetch, params, request }: Asked) {
  const list = listOf(await request.formData());
  return { list, ...(await attempt(post(fetch, params.network, list, false))) };
}

/** Adds one person who was typed in, as a list of one; what is wrong comes back at its field. */
export async function addPerson({ fetch, params, request }: Asked) {
  const values = textsOf(await request.formData(), ['agency', 'name', 'email']);
  const cells = [values.agency, values.name, values.email].map((cell) => `"${cell.replaceAll('"', '""')}"`);
  const list = `agency,name,email\n${cells.join(',')}\n`;
  const seen = await attempt(post(fetch, params.network, list, true));
  const faults = (seen.done?.faults ?? []).map((fault) => [fault.column ?? 'name', faultWords(fault)] as const);
  const refuse = (problem: FormProblem) => fail(422, { person: { values, problem } });
  if (faults.length > 0) return refuse({ message: faults[0]?.[1] ?? '', fields: Object.fromEntries(faults) });
  const { problem } = seen.problem ? seen : await attempt(post(fetch, params.network, list, false));
  return problem ? refuse(problem) : { addedPerson: values.name, agency: values.agency };
}

/** As it was typed: an empty first cell begins with a tab. */
function listOf(form: FormData): string {
  const list = form.get('list');
  return typeof list === 'string' ? list : '';
}
