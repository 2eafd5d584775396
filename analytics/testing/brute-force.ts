import type { Dyad } from '../network/ratings.ts';

/** Undirected ties among places 0 … n − 1, as dyads rated 1 from both sides. */
export const mutualTies = (pairs: readonly (readonly [number, number])[]): Dyad[] =>
  pairs.map(([one, other]) => ({ a: Math.min(one, other), b: Math.max(one, other), ab: 1, ba: 1 }));

/** Every pair of places below n, tied with the given chance. */
export function randomTies(n: number, chance: number, random: () => number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let a = 0; a < n; a += 1) for (let b = a + 1; b < n; b += 1) if (random() < chance) pairs.push([a, b]);
  return pairs;
}

/**
 * 3-clique percolation by its definition: all triangles, two adjacent when they share two organisations, communities the unions
 * of chains of adjacent triangles. Slow and plain.
 */
export function pocketsByDefinition(n: number, ties: readonly (readonly [number, number])[]): number[][] {
  const tied = new Set(ties.flatMap(([a, b]) => [`${a},${b}`, `${b},${a}`]));
  const triangles: number[][] = [];
  for (let a = 0; a < n; a += 1)
    for (let b = a + 1; b < n; b += 1)
      for (let c = b + 1; c < n; c += 1)
        if (tied.has(`${a},${b}`) && tied.has(`${b},${c}`) && tied.has(`${a},${c}`)) triangles.push([a, b, c]);
  const community = triangles.map((_, i) => i);
  for (let changed = true; changed;) {
    changed = false;
    triangles.forEach((one, i) =>
      triangles.forEach((other, j) => {
        const shared = one.filter((place) => other.includes(place)).length;
        const lower = Math.min(community[i] ?? 0, community[j] ?? 0);
        if (shared === 2 && community[i] !== community[j]) {
          community[i] = lower;
          community[j] = lower;
          changed = true;
        }
      }),
    );
  }
  const found = new Map<number, Set<number>>();
  triangles.forEach((triangle, i) => {
    const members = found.get(community[i] ?? 0) ?? new Set();
    for (const place of triangle) members.add(place);
    found.set(community[i] ?? 0, members);
  });
  return [...found.values()].map((members) => [...members].sort((a, b) => a - b));
}

/** The largest component among the places, by flooding; 0 when there is no tie. */
export function largestByFlooding(ties: readonly (readonly [number, number])[]): number {
  let largest = 0;
  for (const start of ties.flat()) {
    const flooded = new Set([start]);
    for (const place of flooded)
      for (const [a, b] of ties) {
        if (a === place) flooded.add(b);
        if (b === place) flooded.add(a);
      }
    largest = Math.max(largest, flooded.size);
  }
  return largest;
}
