import { ok } from '@rapport/api/client';
import { m } from '@rapport/messages';
import { fail } from '@sveltejs/kit';
import { api } from '$lib/api';
import { attempt, textsOf } from './attempt';

/** Plans a wave each quarter, all or none: the ids of those made, or why the form was refused. */
export async function planSeries({
  fetch,
  params,
  request,
}: {
  fetch: typeof globalThis.fetch;
  params: { network: string };
  request: Request;
}) {
  const values = textsOf(await request.formData(), ['opens', 'days', 'count']);
  const json = { opens: values.opens, days: Number(values.days), count: Number(values.count) };
  const call = ok(api(fetch).networks[':network'].waves.series.$post({ param: params, json }));
  const { done, problem } = await attempt(call, { field: 'opens', message: m.series_overlap() });
  return problem
    ? { made: null, refused: fail(422, { series: { values, problem } }) }
    : { made: done.waves.map(({ wave }) => wave), refused: null };
}
