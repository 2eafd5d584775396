import { describe, expect, it } from 'vitest';
import { asymmetry } from './asymmetry.ts';
import { density } from './density.ts';
import { jointDyads, namedRatings, organisationRatings } from './ratings.ts';
import { reciprocity, weightedReciprocity } from './reciprocity.ts';
import { sharedCells, stability } from './stability.ts';

const rate = (ids: string[], ...rows: [from: string, to: string, ...values: number[]][]) =>
  organisationRatings(
    ids,
    rows.flatMap(([from, to, ...values]) =>
      values.map((value) => ({ from: ids.indexOf(from), to: ids.indexOf(to), value, carried: false })),
    ),
  );

const ABC = ['a', 'b', 'c'];
/** a–b rated 2 and 3, a–c rated 1 and 0, b–c only by b. */
const three = rate(ABC, ['a', 'b', 2], ['b', 'a', 3], ['a', 'c', 1], ['c', 'a', 0], ['b', 'c', 3]);

describe('organisationRatings', () => {
  it('takes the upper median of the members, whatever their order', () => {
    const valueOf = (...values: number[]) => namedRatings(rate(ABC, ['a', 'b', ...values]))[0]?.value;
    expect(valueOf(1, 2)).toBe(2);
    expect(valueOf(2, 1)).toBe(2);
    expect(valueOf(1, 1, 2)).toBe(1);
    expect(valueOf(3, 0, 0, 3)).toBe(3);
    expect(valueOf(2, 0, 1, 0)).toBe(1);
    expect(valueOf(0)).toBe(0);
  });

  it('keeps missing apart from 0, and knows who rated anybody', () => {
    expect(namedRatings(three)).toEqual([
      { from: 'a', to: 'b', value: 2 },
      { from: 'a', to: 'c', value: 1 },
      { from: 'b', to: 'a', value: 3 },
      { from: 'b', to: 'c', value: 3 },
      { from: 'c', to: 'a', value: 0 },
    ]);
    expect(rate(ABC, ['a', 'b', 0]).heard).toEqual([0]);
    expect(three.heard).toEqual([0, 1, 2]);
  });
});

describe('density', () => {
  it('is ties over observed ordered pairs, null without any', () => {
    expect(density(three, 1)).toEqual({ observed: 5, ties: 4, density: 4 / 5 });
    expect(density(three, 3)).toEqual({ observed: 5, ties: 2, density: 2 / 5 });
    expect(density(rate(ABC), 1)).toEqual({ observed: 0, ties: 0, density: null });
  });
});

describe('reciprocity', () => {
  it('looks at dyads observed from both sides only', () => {
    expect(reciprocity(jointDyads(three), 1)).toEqual({ dyads: 2, mutual: 1, asymmetric: 1, reciprocity: 1 / 2 });
    expect(reciprocity(jointDyads(three), 3)).toEqual({ dyads: 2, mutual: 0, asymmetric: 1, reciprocity: 0 });
    expect(reciprocity(jointDyads(three), 4).reciprocity).toBeNull();
  });

  it('weighs by strength: Σ 2·min/Σ both', () => {
    // a–b: 2·2 of 5; a–c: 0 of 1.
    expect(weightedReciprocity(jointDyads(three))).toBeCloseTo(4 / 6, 12);
    expect(weightedReciprocity(jointDyads(rate(ABC, ['a', 'b', 0], ['b', 'a', 0])))).toBeNull();
    expect(weightedReciprocity([])).toBeNull();
  });
});

describe('asymmetry', () => {
  it('names who rates the tie higher, widest gap first', () => {
    const dyads = jointDyads(
      rate(ABC, ['a', 'b', 0], ['b', 'a', 3], ['a', 'c', 2], ['c', 'a', 1], ['b', 'c', 2], ['c', 'b', 2]),
    );
    expect(asymmetry(dyads, ABC)).toEqual({
      dyads: 3,
      differing: 2,
      meanGap: 4 / 3,
      pairs: [
        { higher: 'b', lower: 'a', gap: 3 },
        { higher: 'a', lower: 'c', gap: 1 },
      ],
    });
    expect(asymmetry([], ABC).meanGap).toBeNull();
  });
});

describe('stability', () => {
  it('compares cells observed in both waves, by id and not by place', () => {
    const later = rate(['b', 'c', 'd'], ['b', 'c', 1], ['c', 'b', 2], ['d', 'b', 2]);
    // Only b→c was observed before: 3, now 1.
    expect(stability(sharedCells(three, later), 1)).toEqual({ cells: 1, kept: 1, lost: 0, formed: 0, jaccard: 1 });
    expect(stability(sharedCells(three, later), 2)).toEqual({ cells: 1, kept: 0, lost: 1, formed: 0, jaccard: 0 });
    expect(stability(sharedCells(three, later), 4)).toEqual({ cells: 1, kept: 0, lost: 0, formed: 0, jaccard: null });
  });

  it('counts kept, lost and formed', () => {
    const later = rate(ABC, ['a', 'b', 3], ['b', 'a', 0], ['c', 'a', 1], ['b', 'c', 1]);
    expect(stability(sharedCells(three, later), 1)).toEqual({ cells: 4, kept: 2, lost: 1, formed: 1, jaccard: 0.5 });
    expect(stability(sharedCells(rate(ABC), later), 1).cells).toBe(0);
  });
});
