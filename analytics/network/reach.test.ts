import fc from 'fast-check';
import { UndirectedGraph } from 'graphology';
import { largestConnectedComponent } from 'graphology-components';
import { describe, expect, it } from 'vitest';
import { dice } from '../testing/panel-factory.ts';
import { largestByFlooding, mutualTies, randomTies } from '../testing/brute-force.ts';
import { reachAt } from './reach.ts';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('reachAt', () => {
  it('is the largest component of confirmed ties among those heard', () => {
    const path = mutualTies([
      [0, 1],
      [1, 2],
      [3, 4],
    ]);
    expect(reachAt(path, 1, range(6))).toEqual({
      connected: 3,
      reach: 3 / 6,
      withoutOne: [2 / 5, 2 / 5, 2 / 5, 3 / 5, 3 / 5, 3 / 5],
    });
  });

  it('is 0 when ties are asymmetric only, null when no dyad was seen from both sides', () => {
    expect(reachAt([{ a: 0, b: 1, ab: 2, ba: 0 }], 1, [0, 1, 2])).toEqual({
      connected: 0,
      reach: 0,
      withoutOne: [null, null, 0],
    });
    expect(reachAt([], 1, [0, 1])).toEqual({ connected: 0, reach: null, withoutOne: [null, null] });
  });

  it('falls apart when the go-between of a star is left out', () => {
    const star = mutualTies(
      range(5)
        .slice(1)
        .map((leaf) => [0, leaf] as const),
    );
    const { reach, withoutOne } = reachAt(star.concat({ a: 1, b: 2, ab: 1, ba: 0 }), 1, range(5));
    expect(reach).toBe(1);
    expect(withoutOne).toEqual([0, 1, 1, 1, 1]);
  });

  it('agrees with graphology and with leaving each one out by hand on random graphs', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 2, max: 12 }),
        fc.double({ min: 0.02, max: 0.6, noNaN: true }),
        (seed, n, chance) => {
          const pairs = randomTies(n, chance, dice(seed));
          const ties = mutualTies(pairs);
          const unconfirmed = { a: 0, b: 1, ab: 1, ba: 0 };
          const dyads = ties.some(({ a, b }) => a === 0 && b === 1) ? ties : [...ties, unconfirmed];
          const graph = new UndirectedGraph();
          for (const [a, b] of pairs) graph.mergeEdge(a, b);
          const { reach, withoutOne } = reachAt(dyads, 1, range(n));
          expect(reach).toBe((graph.order === 0 ? 0 : largestConnectedComponent(graph).length) / n);
          const byHand = range(n).map((left) =>
            dyads.every(({ a, b }) => a === left || b === left)
              ? null
              : largestByFlooding(pairs.filter((pair) => !pair.includes(left))) / (n - 1),
          );
          expect(withoutOne).toEqual(byHand);
        },
      ),
      { numRuns: 500 },
    );
  });
});
