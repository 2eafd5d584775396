import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dice } from '../testing/panel-factory.ts';
import { mutualTies, pocketsByDefinition, randomTies } from '../testing/brute-force.ts';
import { pockets } from './pockets.ts';

const IDS = [...'abcdefghijkl'];
const named = (places: readonly number[]) => places.map((place) => IDS[place] ?? '');
const found = (pairs: readonly (readonly [number, number])[], level = 1) => pockets(mutualTies(pairs), level, IDS);
const asSet = (list: readonly (readonly string[])[]) => new Set(list.map((pocket) => pocket.join()));

describe('pockets', () => {
  const triangle = [
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const;

  it('are triangles that share a side', () => {
    expect(found(triangle)).toEqual([['a', 'b', 'c']]);
    expect(found([...triangle, [1, 3], [2, 3]])).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('are not one when triangles share a corner only: that organisation is in both', () => {
    expect(found([...triangle, [2, 3], [3, 4], [2, 4]])).toEqual([
      ['a', 'b', 'c'],
      ['c', 'd', 'e'],
    ]);
  });

  it('are none in a square or a star, and none of ties that one side denies', () => {
    expect(
      found([
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 3],
      ]),
    ).toEqual([]);
    expect(
      found([
        [0, 1],
        [0, 2],
        [0, 3],
      ]),
    ).toEqual([]);
    const denied = mutualTies(triangle).map((dyad) => (dyad.a === 0 && dyad.b === 1 ? { ...dyad, ba: 0 } : dyad));
    expect(pockets(denied, 1, IDS)).toEqual([]);
    expect(found(triangle, 2)).toEqual([]);
  });

  it('come largest first, then by ids', () => {
    const four = [
      [4, 5],
      [4, 6],
      [5, 6],
      [5, 7],
      [6, 7],
    ] as const;
    const last = [
      [8, 9],
      [9, 10],
      [8, 10],
    ] as const;
    expect(found([...last, ...triangle, ...four])).toEqual([
      ['e', 'f', 'g', 'h'],
      ['a', 'b', 'c'],
      ['i', 'j', 'k'],
    ]);
  });

  it('are those of the definition on random graphs, whatever the organisations are called', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 3, max: 12 }),
        fc.double({ min: 0.1, max: 0.7, noNaN: true }),
        (seed, n, chance) => {
          const pairs = randomTies(n, chance, dice(seed));
          expect(asSet(found(pairs))).toEqual(asSet(pocketsByDefinition(n, pairs).map(named)));
          const other = (place: number) => n - 1 - place;
          const relabelled = found(pairs.map(([a, b]) => [other(a), other(b)] as const));
          const back = relabelled.map((pocket) => named(pocket.map((id) => other(IDS.indexOf(id)))).sort());
          expect(asSet(back)).toEqual(asSet(found(pairs)));
        },
      ),
      { numRuns: 300 },
    );
  });
});
