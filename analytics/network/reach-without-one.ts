import { confirmedAt, type Dyad } from './ratings.ts';

/**
 * Reach of a level with each heard organisation left out in turn, in the order of `heard`: what the verdict's confidence in
 * reach rests on. A share of the other heard organisations, 0–1; null where no dyad observed from both sides is left.
 *
 * One depth-first walk gives all of them (Tarjan 1972): leaving out an organisation splits off exactly those subtrees whose
 * back edges don't pass above it. Linear in organisations and dyads.
 */
export function reachWithoutOne(dyads: readonly Dyad[], level: number, heard: readonly number[]): (number | null)[] {
  const neighbours = new Map<number, number[]>(heard.map((organisation) => [organisation, []]));
  for (const { a, b } of confirmedAt(dyads, level)) {
    neighbours.get(a)?.push(b);
    neighbours.get(b)?.push(a);
  }
  const dyadsOf = new Map<number, number>();
  for (const { a, b } of dyads) {
    dyadsOf.set(a, (dyadsOf.get(a) ?? 0) + 1);
    dyadsOf.set(b, (dyadsOf.get(b) ?? 0) + 1);
  }
  const components = heard.length === 0 ? [] : walkAll(neighbours);
  const sizes = components.map(({ size }) => size).sort((x, y) => y - x);
  const largestPart = new Map<number, number>();
  for (const { size, parts } of components) {
    const elsewhere = (size === sizes[0] ? sizes[1] : sizes[0]) ?? 0;
    for (const [organisation, part] of parts) largestPart.set(organisation, Math.max(part, elsewhere));
  }
  return heard.map((organisation) => {
    if (dyads.length === (dyadsOf.get(organisation) ?? 0)) return null;
    const largest = largestPart.get(organisation) ?? 0;
    return largest < 2 ? 0 : largest / (heard.length - 1);
  });
}

interface Component {
  size: number;
  /** By organisation: the size of the component's largest part once that organisation is left out. */
  parts: Map<number, number>;
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

function walkAll(neighbours: ReadonlyMap<number, readonly number[]>): Component[] {
  const visits = new Map<number, Visit>();
  const components: Component[] = [];
  for (const root of neighbours.keys()) if (!visits.has(root)) components.push(walk(root, neighbours, visits));
  return components;
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
