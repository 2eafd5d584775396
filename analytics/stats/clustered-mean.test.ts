import { expect, test } from 'vitest';
import { clusteredMean } from './clustered-mean.ts';

test('agrees with clubSandwich on unequal clusters', () => {
  // coef_test(lm(y ~ 1), vcov = 'CR2', cluster = cl)
  const { mean, se, df, ci } = clusteredMean(
    [41, 55, 38, 62, 70, 44, 51, 47, 66, 80],
    ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'c', 'c', 'd'],
  );
  expect(mean).toBe(55.4);
  expect(se).toBeCloseTo(5.49878774519136, 10);
  expect(df).toBeCloseTo(2.39240506329114, 10);
  // 55.4 + c(-1, 1) * qt(.975, 2.39240506329114) * 5.49878774519136
  expect(ci?.[0]).toBeCloseTo(35.09659, 5);
  expect(ci?.[1]).toBeCloseTo(75.70341, 5);
});

test('has no error to give with one cluster, and none of constant values', () => {
  expect(clusteredMean([1, 2], ['a', 'a'])).toEqual({ mean: 1.5, se: null, df: null, ci: null });
  expect(clusteredMean([], [])).toEqual({ mean: null, se: null, df: null, ci: null });
  const third = 100 / 3;
  const constant = clusteredMean([third, third, third], ['a', 'b', 'b']);
  expect(constant.se).toBe(0);
  expect(constant.ci).toEqual([constant.mean, constant.mean]);
});
