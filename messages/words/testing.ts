import type { Stage } from '@rapport/analytics/analysis';
import type { ReleasedAnalysis, ReleasedTieLevel, ReleasedWave } from '@rapport/analytics/release/released-analysis';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { standing, type Standing } from './standing.ts';

/** Builders of made-up releases for the tests of the words; nothing here is computed from answers. */

export const MODES = ['cooperation', 'coordination', 'collaboration'] as const;

export const stageOf = (change: Partial<Stage> = {}): Stage => ({
  mode: 'coordination',
  limitedBy: ['trust'],
  confidence: { cooperation: 1, coordination: 0.94, collaboration: 0.04 },
  verdict: { mode: 'coordination', status: 'granted' },
  declared: { funder: null, network: null },
  gap: { funder: null, network: null },
  shares: { cooperation: 1, coordination: 0.6, collaboration: 0.1 },
  modeAt: { minus5: 'coordination', plus5: 'coordination' },
  margins: {},
  lowerQuartile: { silent: 0, mode: 'coordination', holds: true },
  ...change,
});

const scaleOf = (mean: number): ReleasedWave['scales'][string] => ({
  n: 20,
  organisations: 10,
  prorated: null,
  mean: null,
  sd: null,
  se: null,
  df: null,
  ci: null,
  organisationMean: mean,
  organisationSe: 3,
  organisationCi: [mean - 6, mean + 6],
  bounds: null,
  facets: {},
  alpha: null,
  omega: null,
  icc1: null,
  icc2: null,
  rwgj: null,
});

const levelOf = (level: number, pockets: string[][]): ReleasedTieLevel => ({
  level,
  observed: 90,
  ties: 40,
  density: 0.44,
  dyads: 45,
  mutual: 15,
  asymmetric: 10,
  reciprocity: 0.6,
  reach: 0.3,
  reachAll: 0.3,
  pockets,
  pocketCount: pockets.length,
  pocketLevels: [],
  sincePrevious: null,
  sincePreviousFresh: null,
  densityChange: null,
});

export const waveOf = (
  id: string,
  stage: Stage | null,
  { means = { trust: 60, commitment: 61, goals: 62, routines: 50 }, pockets = [] as string[][] } = {},
): ReleasedWave => ({
  wave: id,
  eligible: 24,
  responded: 20,
  responseRate: 20 / 24,
  organisations: 12,
  organisationsHeard: 10,
  scales: Object.fromEntries(Object.entries(means).map(([scale, mean]) => [scale, scaleOf(mean)])),
  network: {
    mode: {
      visibility: 'agency',
      weightedReciprocity: 0.7,
      levels: [levelOf(1, []), levelOf(2, []), levelOf(3, pockets)],
      carried: 0,
      asymmetry: null,
      ratings: [],
      received: [],
    },
  },
  stage,
  texts: {},
});

export function releaseOf(waves: ReleasedWave[], change: Partial<ReleasedAnalysis> = {}): ReleasedAnalysis {
  return {
    format: 'rapport-analysis/1',
    method: '1',
    network: 'harbour',
    instrument: 'pulse@1',
    audience: 'lead',
    context: {
      name: 'Harbour',
      locale: 'en',
      timezone: 'UTC',
      minimumCell: 5,
      instruments: [pulse1],
      waves: waves.map(({ wave }, at) => ({
        wave,
        label: `Wave ${at + 1}`,
        opens: `2025-0${at + 1}-10`,
        closes: `2025-0${at + 1}-20`,
        instrument: 'pulse@1',
      })),
      organisations: ['A', 'B', 'C', 'D'].map((name) => ({ organisation: name.toLowerCase(), name: `Agency ${name}` })),
      events: [],
      event_organisations: [],
      goals: [],
      declarations: [],
    },
    waves,
    changes: [],
    trends: {},
    events: [],
    pocketLives: {},
    suppressed: [],
    ...change,
  };
}

/** The standing of a release of one wave with this stage. */
export function standingOf(stage: Stage | null, options: Parameters<typeof waveOf>[2] = {}): Standing {
  const found = standing(releaseOf([waveOf('w1', stage, options)]));
  if (!found) throw new Error('a release of one wave has a standing');
  return found;
}
