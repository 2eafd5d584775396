import { waveLabel } from '@rapport/messages/words/standing';
import { api, required } from '$lib/api';
import { csvFile } from '$lib/charts/csv';
import type { RequestHandler } from './$types';

/** The readiness timeline: how sure each mode was at each wave, the verdict, and what was declared. */
export const GET: RequestHandler = async ({ fetch, params, url }) => {
  const wave = url.searchParams.get('wave');
  const query = wave ? { wave } : {};
  const { release } = await required(api(fetch).networks[':network'].overview.$get({ param: params, query }));
  const head = ['wave', 'label', 'mode', 'confidence', 'verdict', 'status', 'mandate', 'own_aim'];
  const rows = release.waves.flatMap((one) =>
    Object.entries(one.stage?.confidence ?? {}).map(([mode, confidence]) => [
      one.wave,
      waveLabel(release, one.wave),
      mode,
      confidence,
      one.stage?.verdict.mode ?? null,
      one.stage?.verdict.status ?? null,
      one.stage?.declared.funder ?? null,
      one.stage?.declared.network ?? null,
    ]),
  );
  return new Response(csvFile([head, ...rows]), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${release.network}-readiness.csv"`,
    },
  });
};
