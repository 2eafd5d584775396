import { expect, test } from 'vitest';
import { noncentralityAt, noncentralT } from './noncentral-t.ts';

test.each([
  // integrate(pnorm(t * s - ncp) * density of chi_df / sqrt(df)) to 1e-13; the first five agree with R's pt to 1e-12
  [2.5, 4, 1, 0.8481123997552],
  [-3, 7, 1.5, 0.0001638629426436],
  [30, 2, 12, 0.8515005685415],
  [0, 9, 0.7, 0.241963652223073],
  [1, 10, 1, 0.4902400513954],
  [60, 120, 55, 0.8896466590965],
])('P(T ≤ %d) with %d df at noncentrality %d', (t, df, ncp, expected) => {
  expect(noncentralT(t, df, ncp)).toBeCloseTo(expected, 11);
});

test('without noncentrality it is Student’s t', () => {
  expect(noncentralT(2.2281388519862739, 10, 0)).toBeCloseTo(0.975, 12);
  expect(noncentralT(12.706204736174694, 1, 0)).toBeCloseTo(0.975, 10);
});

test('finds the noncentrality again, far out and thin as well', () => {
  for (const [t, df, p] of [
    [2, 9, 0.975],
    [-40, 3, 0.025],
    [500, 2, 0.975],
    [1e6, 2, 0.025],
    [80, 1999, 0.975],
  ] as const)
    expect(noncentralT(t, df, noncentralityAt(t, df, p))).toBeCloseTo(p, 10);
});
