import type { ReleasedAnalysis } from '@rapport/analytics/release/released-analysis';
import { seededRandom } from '@rapport/analytics/stats/seeded-random';
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';

export interface Place {
  x: number;
  y: number;
}

/** Width of an agency's disc; the layout keeps room for its name beneath it. */
export const AGENCY_SIZE = 30;
const STEPS = 400;
const ROOM = 46;
/** Names are wide and screens are too. */
const WIDER = 1.35;

/**
 * Where each agency stands on the map, once for all waves, levels and switches: pairs that ever rated their tie highly pull each
 * other by the sum of their ratings over all waves. Agencies are sorted and the random source is seeded by the network's name, so
 * that the same panel always gives the same map, and nobody moves from wave to wave.
 */
export function tieLayout(release: ReleasedAnalysis, question: string): Map<string, Place> {
  const pull = new Map<string, number>();
  const ids = new Set<string>();
  for (const { network } of release.waves)
    for (const { from, to, value } of network?.[question]?.ratings ?? []) {
      ids.add(from).add(to);
      const pair = from < to ? `${from}\n${to}` : `${to}\n${from}`;
      pull.set(pair, (pull.get(pair) ?? 0) + value);
    }
  const nodes = [...ids].sort().map((organisation) => ({ organisation, x: NaN, y: NaN }));
  const strongest = Math.max(1, ...pull.values());
  const links = [...pull]
    .filter(([, sum]) => sum > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([pair, sum]) => {
      const [source = '', target = ''] = pair.split('\n');
      return { source, target, share: sum / strongest };
    });
  const spread = ROOM * Math.sqrt(Math.max(1, nodes.length));
  forceSimulation(nodes)
    .randomSource(seededRandom(release.network))
    .force(
      'ties',
      forceLink<(typeof nodes)[number], (typeof links)[number]>(links)
        .id(({ organisation }) => organisation)
        .distance(({ share }) => ROOM + spread * (1 - share))
        // Squared: in a dense network everybody knows everybody, and only the strong ties tell who stands together.
        .strength(({ share }) => (share * share) / Math.sqrt(nodes.length)),
    )
    .force('apart', forceManyBody().strength(-6 * ROOM))
    .force('room', forceCollide(ROOM))
    .force('level', forceX(0).strength(0.06))
    .force('low', forceY(0).strength(0.11))
    .stop()
    .tick(STEPS);
  return new Map(nodes.map(({ organisation, x, y }) => [organisation, { x: Math.round(WIDER * x), y: Math.round(y) }]));
}
