import { expect, test } from 'vitest';
import { quantile } from './quantile.ts';

test('agrees with R’s type 7', () => {
  // quantile(c(7, 1, 4, 9, 2), c(.25, .1, .9))
  const values = [7, 1, 4, 9, 2];
  expect(quantile(values, 0.25)).toBe(2);
  expect(quantile(values, 0.1)).toBeCloseTo(1.4, 12);
  expect(quantile(values, 0.9)).toBeCloseTo(8.2, 12);
});

test('of one value is that value, of none null', () => {
  expect(quantile([3], 0.25)).toBe(3);
  expect(quantile([], 0.25)).toBeNull();
});
