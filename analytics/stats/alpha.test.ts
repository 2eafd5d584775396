import { expect, test } from 'vitest';
import { alpha } from './alpha.ts';

const rows = [
  [1, 2, 2, 1],
  [2, 2, 3, 2],
  [3, 4, 3, 3],
  [4, 3, 5, 4],
  [5, 5, 4, 5],
  [2, 3, 1, 2],
];

test('agrees with psych::alpha and Feldt’s interval', () => {
  // psych::alpha(rows)$total$raw_alpha; 1 - (1 - a) * qf(c(.975, .025), 5, 15)
  const result = alpha(rows);
  expect(result?.value).toBeCloseTo(0.928602715724923, 12);
  expect(result?.ci?.[0]).toBeCloseTo(0.744653656621776, 10);
  expect(result?.ci?.[1]).toBeCloseTo(0.988892298737716, 10);
});

test('has no value when the total does not vary, and nothing of one item or two cases', () => {
  expect(
    alpha([
      [1, 3],
      [2, 2],
      [3, 1],
    ]),
  ).toEqual({ n: 3, value: null, ci: null });
  expect(alpha([[1], [2], [3]])).toBeNull();
  expect(alpha(rows.slice(0, 2))).toBeNull();
  expect(alpha([])).toBeNull();
});

test('may be negative', () => {
  // items <- cbind(c(1, 2, 3, 5), c(3, 3, 1, 1)); 2 * (1 - sum(diag(var(items))) / var(rowSums(items)))
  expect(
    alpha([
      [1, 3],
      [2, 3],
      [3, 1],
      [5, 1],
    ])?.value,
  ).toBeCloseTo(-7.272727272727273, 10);
});
