import { describe, expect, it } from 'vitest';
import { learnedByEnumeration } from './enumeration.ts';

const GRID = [0, 25, 50, 75, 100];
const members = (...homes: string[]) => homes.map((organisation) => ({ organisation, scores: GRID }));

describe('the enumerating attacker', () => {
  it('learns every answer when all are equal', () => {
    const shown = { mean: 50, se: 0, ci: [50, 50] as const, quantile: 4.302653 };
    const { members: learned = [] } = learnedByEnumeration(members('a', 'b', 'c'), shown, 1000) ?? {};
    expect(learned).toEqual([0, 1, 2]);
  });

  it('learns the one that stands out when agencies differ in size', () => {
    // By hand: means 75, 12.5 and 37.5 have mean 41.7 and se √(989.6/3) = 18.2; of the three only 75 is on a single's grid.
    const homes = members('a', 'b', 'b', 'c', 'c');
    const found = learnedByEnumeration(homes, { mean: 41.7, se: 18.2, ci: null, quantile: 0 }, 100_000);
    expect(found?.organisations).toEqual(['a']);
    expect(found?.members).toEqual([0]);
  });

  it('learns nothing from a mean of five alone, and gives up on too many combinations', () => {
    const homes = members('a', 'b', 'c', 'd', 'e');
    expect(learnedByEnumeration(homes, { mean: 50, se: null, ci: null, quantile: 0 }, 10_000)?.members).toEqual([]);
    expect(learnedByEnumeration(homes, { mean: 50, se: null, ci: null, quantile: 0 }, 1000)).toBeNull();
  });
});
