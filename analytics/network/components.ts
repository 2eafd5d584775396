import type { Dyad } from './ratings.ts';

/** A connected component of ties. */
export interface Component {
  size: number;
  /** By organisation's place: the size of the component's largest part once that organisation is left out. */
  parts: ReadonlyMap<number, number>;
}

/**
 * The connected components of ties; organisations without a tie are in none. One depth-first walk also says what leaving out
 * any one organisation leaves: exactly those subtrees split off whose back edges don't pass above it (Tarjan 1972). Linear in ties.
 */
export function components(ties: readonly Dyad[]): Component[] {
  const neighbours = new Map<number, number[]>();
  const join = (one: number, other: number): void => {
    const known = neighbours.get(one);
    if (known === undefined) neighbours.set(one, [other]);
    else known.push(other);
  };
  for (const { a, b } of ties) {
    join(a, b);
    join(b, a);
  }
  const visits = new Map<number, Visit>();
  const found: Component[] = [];
  for (const root of neighbours.keys()) if (!visits.has(root)) found.push(walk(root, neighbours, visits));
  return found;
}

interface Visit {
  node: number;
  parent: number;
  /** When it was first seen, and the earliest that its subtree sees. */
  seen: number;
  low: number;
  size: number;
  next: number;
  /** Together, and the largest, of the subtrees that leaving it out splits off. */
  splitOff: number;
  largestSplitOff: number;
}

function walk(root: number, neighbours: ReadonlyMap<number, readonly number[]>, visits: Map<number, Visit>): Component {
  const start = (node: number, parent: number): Visit => {
    const seen = visits.size;
    const visit = { node, parent, seen, low: seen, size: 1, next: 0, splitOff: 0, largestSplitOff: 0 };
    visits.set(node, visit);
    return visit;
  };
  const path = [start(root, -1)];
  const finished: Visit[] = [];
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const neighbour = neighbours.get(visit.node)?.[visit.next];
    visit.next += 1;
    if (neighbour !== undefined) {
      const known = visits.get(neighbour);
      if (known === undefined) path.push(start(neighbour, visit.node));
      else if (neighbour !== visit.parent) visit.low = Math.min(visit.low, known.seen);
      continue;
    }
    path.pop();
    finished.push(visit);
    const parent = path.at(-1);
    if (parent === undefined) continue;
    parent.size += visit.size;
    parent.low = Math.min(parent.low, visit.low);
    if (visit.low >= parent.seen) {
      parent.splitOff += visit.size;
      parent.largestSplitOff = Math.max(parent.largestSplitOff, visit.size);
    }
  }
  const size = finished.length;
  const parts = new Map(
    finished.map(({ node, splitOff, largestSplitOff }) => [node, Math.max(largestSplitOff, size - 1 - splitOff)]),
  );
  return { size, parts };
}
