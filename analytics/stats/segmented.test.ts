import { expect, test } from 'vitest';
import { segmented } from './segmented.ts';

// prettier-ignore
const y = [55,56,52,58,61,60, 40,42,48,51,52,52, 59,55,61,70,67,65, 55,56,50,67,63,67, 57,55,66,69,71,76, 49,50,60,63,68,57, 30,32,37,43,48,39, 40,42,46,56,63,54];
const members = y.map((_, i) => `m${Math.floor(i / 6)}`);
const t = y.map((_, i) => (i % 6) / 4);

test('agrees with lmer', () => {
  // lmer(y ~ t + as.numeric(t >= .7) + pmax(0, t - .7) + (1 | member))
  const effect = segmented(y, t, members, 0.7);
  expect(effect?.level).toBeCloseTo(6.87916666666684, 6);
  expect(effect?.levelSe).toBeCloseTo(2.2146483492467, 6);
  expect(effect?.slope).toBeCloseTo(-10.49999999999944, 6);
  expect(effect?.slopeSe).toBeCloseTo(5.10883794588977, 6);
});

test('is null where one side has a single wave', () => {
  expect(segmented([1, 2, 4, 2, 3, 6], [0, 1, 2, 0, 1, 2], ['m', 'm', 'm', 'n', 'n', 'n'], 1.5)).toBeNull();
});
