import { expect, test } from 'vitest';
import { rwgj } from './rwgj.ts';

test('follows James, Demaree & Wolf by hand', () => {
  // Item variances 1/3 and 1/3, A = 7: σ²_E = 4, r = 1/12; 2·(11/12)/(2·(11/12) + 1/12) = 22/23.
  expect(
    rwgj(
      [
        [4, 4],
        [5, 4],
        [4, 5],
      ],
      [7, 7],
    ),
  ).toBeCloseTo(22 / 23, 12);
  // One item: 1 − s²/σ²_E, here 1 − 0.5/2.
  expect(rwgj([[3], [4]], [5])).toBeCloseTo(0.75, 12);
});

test('is clipped at 0, 1 in full agreement, and null below two cases', () => {
  expect(rwgj([[1], [5]], [5])).toBe(0);
  expect(
    rwgj(
      [
        [3, 2],
        [3, 2],
      ],
      [5, 5],
    ),
  ).toBe(1);
  expect(rwgj([[3, 2]], [5, 5])).toBeNull();
  expect(rwgj([], [5])).toBeNull();
});
