import { expect, test } from 'vitest';
import { holm } from './holm.ts';

test('agrees with p.adjust(c(.01, .04, .03, .2), "holm")', () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.2]);
  [0.04, 0.09, 0.09, 0.2].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 12));
});

test('leaves what is missing out of the count, and stops at 1', () => {
  expect(holm([null, 0.5, null])).toEqual([null, 0.5, null]);
  expect(holm([0.6, 0.7])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
