import { expect, test } from 'vitest';
import { standardizedChange } from './hedges-g.ts';

test('agrees with gamma() and uniroot(pt) in R', () => {
  // J <- gamma(9/2) / (sqrt(9/2) * gamma(4)); uniroot(function(k) pt(t, 9, k) - .975, c(-5, 10), tol = 1e-13)$root / sqrt(10)
  const { dz, g, gCi } = standardizedChange([3, -1, 4, 1, 5, 9, 2, 6, -5, 3]);
  expect(dz).toBeCloseTo(0.699472476203634, 12);
  expect(g).toBeCloseTo(0.639230333502464, 12);
  expect(gCi?.[0]).toBeCloseTo(-0.012361751657177, 10);
  expect(gCi?.[1]).toBeCloseTo(1.381176510687532, 10);
});

test('is mirrored with the differences', () => {
  const { g, gCi } = standardizedChange([-3, 1, -4, -1, -5, -9, -2, -6, 5, -3]);
  expect(g).toBeCloseTo(-0.639230333502464, 12);
  expect(gCi?.[0]).toBeCloseTo(-1.381176510687532, 10);
});

test('stands back from two pairs, one, none, and differences that do not vary', () => {
  expect(standardizedChange([1, 3])).toEqual({ dz: expect.closeTo(Math.SQRT2, 12), g: null, gCi: null });
  for (const differences of [[], [2], [0.1 + 0.2, 0.3, 0.3]])
    expect(standardizedChange(differences)).toEqual({ dz: null, g: null, gCi: null });
});
