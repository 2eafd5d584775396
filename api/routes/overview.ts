import type { ReleasedAnalysis } from '@rapport/analytics/release';
import { getNetwork } from '@rapport/db/networks';
import { idSchema } from '@rapport/surveys/panel';
import { z } from 'zod';
import { listWavesUpToDate } from '../close.ts';
import { router } from '../context.ts';
import { readProgress } from '../progress.ts';
import { leadsRelease, leadsReleaseAfter } from '../released.ts';
import { route } from '../route.ts';
import { releasedAnalysisSchema } from '../schemas/analysis.ts';
import { networkRoleSchema, networkViewSchema, openWaveSchema, waveViewSchema } from '../schemas/rows.ts';
import { networkView, waveView } from '../views.ts';
import { inNetwork, json } from './parts.ts';

const overviewRoute = route('viewer', {
  method: 'get',
  path: '/networks/{network}/overview',
  summary: 'All that the network’s page opens with, in one call; with `wave`, as it stood after that wave',
  tags: ['networks'],
  request: { params: inNetwork, query: z.object({ wave: idSchema.optional() }) },
  responses: {
    200: json(
      z
        .object({
          network: networkViewSchema,
          /** The strongest of the account's roles here. */
          role: networkRoleSchema,
          waves: z.array(waveViewSchema),
          open: openWaveSchema.nullable(),
          /** The wave asked for, and whether its close was frozen by itself: else it is the last release as far as it. */
          asOf: z.object({ wave: idSchema, frozenThen: z.boolean() }).nullable(),
          release: releasedAnalysisSchema,
        })
        .meta({ id: 'Overview' }),
      'The network, its waves, the counts of the open one, and the lead’s release without ratings by pair',
    ),
  },
});

const STRONGEST_FIRST = ['lead', 'custodian', 'viewer', 'funder'] as const;

export const overview = router().openapi(overviewRoute, async (c) => {
  const { db, clock, roles } = c.var;
  const { network: slug } = c.req.valid('param');
  const { wave } = c.req.valid('query');
  const rows = await listWavesUpToDate(c.var, slug);
  const [network, latest, then] = await Promise.all([
    getNetwork(db, slug),
    leadsRelease(c.var, slug),
    wave === undefined ? null : leadsReleaseAfter(c.var, slug, wave),
  ]);
  const waves = rows.map((row) => waveView(row, network.timezone, clock()));
  const open = waves.find(({ state }) => state === 'open');
  return c.json(
    {
      network: networkView(network, roles),
      role: STRONGEST_FIRST.find((role) => roles.includes(role)) ?? 'viewer',
      waves,
      open: open ? { wave: open.wave, ...(await readProgress(db, slug, open.wave)) } : null,
      asOf: wave !== undefined && then ? { wave, frozenThen: then.frozenThen } : null,
      release: withoutPairs(then?.release ?? latest),
    },
    200,
  );
});

/**
 * Ratings by pair are most of a large release, and the page shows none: the analysis route has them all. Of earlier waves
 * it doesn't set groups beside the rest either.
 */
function withoutPairs(release: ReleasedAnalysis): ReleasedAnalysis {
  const last = release.waves.length - 1;
  return {
    ...release,
    waves: release.waves.map((wave, at) => ({
      ...wave,
      network:
        wave.network &&
        Object.fromEntries(
          Object.entries(wave.network).map(([question, tie]) => [
            question,
            {
              ...tie,
              ratings: [],
              received: [],
              asymmetry: null,
              levels: at === last ? tie.levels : tie.levels.map((level) => ({ ...level, pocketLevels: [] })),
            },
          ]),
        ),
    })),
    suppressed: release.suppressed.filter(
      ({ path }) => !/^waves\[\d+\]\.network\..*(received|asymmetry|pocketLevels)/.test(path) || isOf(path, last),
    ),
  };
}

const isOf = (path: string, wave: number): boolean => path.startsWith(`waves[${wave}]`);
