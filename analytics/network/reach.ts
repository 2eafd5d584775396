import { UndirectedGraph } from 'graphology';
import { largestConnectedComponent } from 'graphology-components';
import type { TieLevel } from '../analysis.ts';
import { confirmedAt, type Dyad } from './ratings.ts';

/**
 * How far confirmed ties of a level reach: the share of the organisations heard on the question that are in the largest
 * connected component, and `reachAll`, of all organisations of the wave, its lower bound. 0–1; 0 when no tie is confirmed,
 * null when no dyad was observed from both sides.
 */
export function reach(
  dyads: readonly Dyad[],
  level: number,
  heard: number,
  organisations: number,
): Pick<TieLevel, 'reach' | 'reachAll'> {
  if (dyads.length === 0) return { reach: null, reachAll: null };
  const graph = new UndirectedGraph();
  for (const { a, b } of confirmedAt(dyads, level)) graph.mergeEdge(a, b);
  const largest = graph.order === 0 ? 0 : largestConnectedComponent(graph).length;
  return { reach: largest / heard, reachAll: largest / organisations };
}
