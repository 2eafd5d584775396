import { expect, test } from 'vitest';
import { icc } from './icc.ts';

test('agrees with the mean squares of aov on unequal groups', () => {
  // summary(aov(v ~ g)), k0 = (7 - sum(table(g)^2) / 7) / 2
  const { icc1, icc2 } = icc([1, 2, 5, 6, 4, 9, 3], ['a', 'a', 'b', 'b', 'b', 'c', 'c']);
  expect(icc1).toBeCloseTo(0.351137487636004, 12);
  expect(icc2).toBeCloseTo(0.552959501557633, 12);
});

test('is null of one group, of singletons, and of constant values', () => {
  const nothing = { icc1: null, icc2: null };
  expect(icc([1, 2], ['a', 'a'])).toEqual(nothing);
  expect(icc([1, 2], ['a', 'b'])).toEqual(nothing);
  expect(icc([4, 4, 4], ['a', 'a', 'b'])).toEqual(nothing);
  expect(icc([], [])).toEqual(nothing);
});

test('is finite when groups agree on their mean', () => {
  expect(icc([1, 3, 0, 4], ['a', 'a', 'b', 'b'])).toEqual({ icc1: -1, icc2: null });
});
