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
    // By hand: (100 + 0 + 12.5)/3 = 37.5 and se = sd/√3 = 31.46; the half step of b's or c's pair tells them from a's single.
    const homes = members('a', 'b', 'b', 'c', 'c');
    const found = learnedByEnumeration(homes, { mean: 37.5, se: 31.5, ci: null, quantile: 0 }, 100_000);
    expect(found?.fits).toBeGreaterThan(0);
    expect(found?.organisations).toEqual([]);
  });

  it('learns nothing from a mean of five alone, and gives up on too many combinations', () => {
    const homes = members('a', 'b', 'c', 'd', 'e');
    expect(learnedByEnumeration(homes, { mean: 50, se: null, ci: null, quantile: 0 }, 10_000)?.members).toEqual([]);
    expect(learnedByEnumeration(homes, { mean: 50, se: null, ci: null, quantile: 0 }, 1000)).toBeNull();
  });
});
