import { confirmedAt, type Dyad } from './ratings.ts';

/**
 * Pockets of collaboration: communities of confirmed ties by 3-clique percolation (Palla, Derényi, Farkas & Vicsek 2005):
 * triangles that share a side belong together; an organisation can be in several pockets. Each sorted by id, the list by size,
 * largest first, then by ids. Three ties in a ring make one, a star or a square none.
 *
 * Sides are merged triangle by triangle, so the work is the number of (tie, shared neighbour) pairs.
 */
export function pockets(dyads: readonly Dyad[], level: number, organisations: readonly string[]): string[][] {
  const ties = confirmedAt(dyads, level);
  const g = organisations.length;
  /** By pair, the place in `ties` and one; 0 for no tie. */
  const sideAt = new Int32Array(g * g);
  const later = new Map<number, number[]>();
  ties.forEach(({ a, b }, side) => {
    sideAt[a * g + b] = side + 1;
    const known = later.get(a);
    if (known === undefined) later.set(a, [b]);
    else known.push(b);
  });
  const leader = Int32Array.from(ties, (_, side) => side);
  const inTriangle = new Uint8Array(ties.length);
  const find = (side: number): number => {
    let root = side;
    while ((leader[root] ?? root) !== root) root = leader[root] ?? root;
    leader[side] = root;
    return root;
  };
  ties.forEach(({ a, b }, side) => {
    for (const c of later.get(b) ?? []) {
      const third = (sideAt[a * g + c] ?? 0) - 1;
      const second = (sideAt[b * g + c] ?? 0) - 1;
      if (third === -1 || second === -1) continue;
      for (const other of [second, third]) {
        leader[find(other)] = find(side);
        inTriangle[other] = 1;
      }
      inTriangle[side] = 1;
    }
  });
  const members = new Map<number, Set<number>>();
  ties.forEach(({ a, b }, side) => {
    if (inTriangle[side] !== 1) return;
    const root = find(side);
    const pocket = members.get(root) ?? new Set();
    members.set(root, pocket.add(a).add(b));
  });
  return [...members.values()]
    .map((pocket) => [...pocket].map((place) => organisations[place] ?? '').sort())
    .sort(bySizeThenIds);
}

function bySizeThenIds(one: readonly string[], other: readonly string[]): number {
  if (one.length !== other.length) return other.length - one.length;
  for (const [i, id] of one.entries()) {
    const against = other[i] ?? '';
    if (id !== against) return id < against ? -1 : 1;
  }
  return 0;
}
