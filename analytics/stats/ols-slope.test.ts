import { expect, test } from 'vitest';
import { olsSlope } from './ols-slope.ts';

test('agrees with clubSandwich', () => {
  // coef_test(lm(y ~ t), vcov = 'CR2', cluster = cl)
  const slope = olsSlope(
    [0, 0.25, 0.5, 0, 0.5, 0, 0.25, 0.5, 0.75, 0.25],
    [41, 55, 38, 62, 70, 44, 51, 47, 66, 80],
    ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'c', 'c', 'd'],
  );
  expect(slope?.perYear).toBeCloseTo(12.1666666666667, 10);
  expect(slope?.se).toBeCloseTo(6.25947579078532, 10);
  expect(slope?.df).toBeCloseTo(1.72190872057513, 10);
});

test('is null without time, and has no error with one cluster', () => {
  expect(olsSlope([1, 1], [2, 3], ['a', 'b'])).toBeNull();
  expect(olsSlope([0, 1], [2, 3], ['a', 'a'])).toEqual({ perYear: 1, se: null, df: null });
});
