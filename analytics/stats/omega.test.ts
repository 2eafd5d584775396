import { expect, test } from 'vitest';
import { oneFactor } from './one-factor.ts';
import { omega } from './omega.ts';

// prettier-ignore
/** R's `attitude` (Chatterjee & Price 1977). */
const attitude = [[43,51,30,39,61,92,45],[63,64,51,54,63,73,47],[71,70,68,69,76,86,48],[61,63,45,47,54,84,35],[81,78,56,66,71,83,47],[43,55,49,44,54,49,34],[58,67,42,56,66,68,35],[71,75,50,55,70,66,41],[72,82,72,67,71,83,31],[67,61,45,47,62,80,41],[64,53,53,58,58,67,34],[67,60,47,39,59,74,41],[69,62,57,42,55,63,25],[68,83,83,45,59,77,35],[77,77,54,72,79,77,46],[81,90,50,72,60,54,36],[74,85,64,69,79,79,63],[65,60,65,75,55,80,60],[65,70,46,57,75,85,46],[50,58,68,54,64,78,52],[50,40,33,34,43,64,33],[64,61,52,62,66,80,41],[53,66,52,50,63,80,37],[40,37,42,58,50,57,49],[63,54,42,48,66,75,33],[66,77,66,63,88,76,72],[78,75,58,74,80,78,49],[48,57,44,45,51,83,38],[85,85,71,71,77,74,55],[82,82,39,59,64,78,39]];

test('agrees with factanal on seven items', () => {
  // f <- factanal(attitude, 1); L <- f$loadings * sd; U <- f$uniquenesses * sd^2; sum(L)^2 / (sum(L)^2 + sum(U))
  const result = omega(attitude);
  expect(result?.value).toBeCloseTo(0.856326792935, 6);
  expect(result?.heywood).toBe(false);
});

test('is the closed form λ₁² = r₁₂r₁₃/r₂₃ on three items', () => {
  const { loadings, uniquenesses } = oneFactor([
    [1, 0.56, 0.48],
    [0.56, 1, 0.42],
    [0.48, 0.42, 1],
  ]);
  [0.8, 0.7, 0.6].forEach((loading, i) => {
    expect(Math.abs(loadings[i] ?? 0)).toBeCloseTo(loading, 9);
    expect(uniquenesses[i]).toBeCloseTo(1 - loading ** 2, 9);
  });
});

/** The best discrepancy log|Σ| + tr(SΣ⁻¹) over a grid of loadings and uniquenesses, refined around the best point: brute force. */
function bruteForce(s: number[][]): { value: number; uniquenesses: number[] } {
  const discrepancy = (l: number[], u: number[]) => {
    const h = l.reduce((sum, x, i) => sum + (x * x) / (u[i] ?? 1), 0);
    let trace = 0;
    s.forEach((row, i) =>
      row.forEach((r, j) => {
        const inverse =
          (i === j ? 1 / (u[i] ?? 1) : 0) - ((l[i] ?? 0) * (l[j] ?? 0)) / ((u[i] ?? 1) * (u[j] ?? 1) * (1 + h));
        trace += r * inverse;
      }),
    );
    return u.reduce((sum, x) => sum + Math.log(x), Math.log(1 + h)) + trace;
  };
  let best = { value: Infinity, uniquenesses: [0, 0, 0], loadings: [0, 0, 0] };
  let random = 1;
  const next = () => (random = (random * 48271) % 2147483647) / 2147483647;
  for (let width = 1; width > 1e-6; width *= 0.9)
    for (let round = 0; round < 1500; round += 1) {
      const from = width > 0.9 ? { u: [0.5, 0.5, 0.5], l: [0, 0, 0] } : { u: best.uniquenesses, l: best.loadings };
      const u = from.u.map((x) => Math.min(1, Math.max(0.005, x + (next() - 0.5) * width)));
      const l = from.l.map((x) => x + (next() - 0.5) * 2 * width);
      const value = discrepancy(l, u);
      if (value < best.value) best = { value, uniquenesses: u, loadings: l };
    }
  return best;
}

test('finds the least discrepancy where a Heywood case is forced: brute force', () => {
  // r₁₂r₁₃/r₂₃ = 1.4 would need a negative uniqueness.
  const s = [
    [1, 0.7, 0.6],
    [0.7, 1, 0.3],
    [0.6, 0.3, 1],
  ];
  const found = oneFactor(s);
  const brute = bruteForce(s);
  expect(found.uniquenesses[0]).toBe(0.005);
  expect(found.discrepancy).toBeLessThanOrEqual(brute.value + 1e-12);
  expect(found.discrepancy).toBeCloseTo(brute.value, 6);
  found.uniquenesses.forEach((u, i) => expect(u).toBeCloseTo(brute.uniquenesses[i] ?? 0, 2));
});

test('takes a singular correlation matrix, and flags it', () => {
  const twins = [1, 2, 2, 4, 5, 3].map((x, i) => [x, x, [2, 1, 3, 5, 4, 4][i] ?? 0]);
  const result = omega(twins);
  expect(result?.heywood).toBe(true);
  expect(result?.value).toBeGreaterThan(0.9);
  expect(result?.value).toBeLessThan(1);
});

test('is null below three items, with no more cases than items, or with a constant item', () => {
  expect(omega(attitude.map((row) => row.slice(0, 2)))).toBeNull();
  expect(omega(attitude.slice(0, 7))).toBeNull();
  expect(omega(attitude.map((row) => [...row.slice(0, 3), 4]))).toBeNull();
  expect(omega([])).toBeNull();
});

test('does not stay in a worse minimum', () => {
  // 400 runs of optim(method = 'L-BFGS-B') on the discrepancy end at 2.87580, 2.97892, 3.04669 and 3.07633.
  const { discrepancy, uniquenesses } = oneFactor([
    [1, 0.44, -0.22, 0.76],
    [0.44, 1, 0.72, 0.11],
    [-0.22, 0.72, 1, -0.37],
    [0.76, 0.11, -0.37, 1],
  ]);
  expect(discrepancy).toBeCloseTo(2.8758, 5);
  [0.005, 0.80806, 0.95153, 0.42007].forEach((u, i) => expect(uniquenesses[i]).toBeCloseTo(u, 5));
});
