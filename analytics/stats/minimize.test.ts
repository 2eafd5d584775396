import { expect, test } from 'vitest';
import { minimize } from './minimize.ts';

test('finds the bottom of Rosenbrock’s valley, (1, 1)', () => {
  const valley = ([x = 0, y = 0]: readonly number[]) => ({
    value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  });
  const { at, value } = minimize(valley, [-1.2, 1]);
  expect(value).toBeLessThan(1e-15);
  at.forEach((x) => expect(x).toBeCloseTo(1, 7));
});

test('stops at once where it stands at the bottom', () => {
  let asked = 0;
  const bowl = ([x = 0]: readonly number[]) => {
    asked += 1;
    return { value: x * x, gradient: [2 * x] };
  };
  expect(minimize(bowl, [0]).at).toEqual([0]);
  expect(asked).toBe(1);
});
