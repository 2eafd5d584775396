import { describe, expect, it } from 'vitest';
import { receivedMean } from './received.ts';

const question = { min: 1, max: 4 };
const mean = (...byOrganisation: number[][]) => receivedMean({ byOrganisation }, question, 5);

describe('means received on an aggregate question', () => {
  it('counts each rating organisation once: (3 + 2 + 2.5)/3 = 2.5', () => {
    expect(mean([3], [1, 3], [2, 3])).toEqual({ mean: 2.5, reason: null });
  });

  it('needs five raters in three organisations', () => {
    expect(mean([3], [1], [2, 3])).toEqual({ mean: null, reason: 'too-few-members' });
    expect(mean([3, 2, 2], [1, 2, 3])).toEqual({ mean: null, reason: 'too-few-organisations' });
  });

  it('stays back where it tells a rating: all at an end, or 3.8 of one, two and two raters, which leaves the one only a 4', () => {
    expect(mean([4], [4, 4], [4, 4]).reason).toBe('would-single-out');
    expect(mean([4], [4, 4], [4, 3]).reason).toBe('would-single-out');
  });
});
