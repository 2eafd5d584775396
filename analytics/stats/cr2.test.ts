import { expect, test } from 'vitest';
import { cr2, type ClusterMoments } from './cr2.ts';

/** Moments of clusters of an ordinary regression, by the textbook: residuals from the given coefficients. */
function moments(x: number[][], y: number[], beta: number[], clusters: string[]): ClusterMoments[] {
  return [...new Set(clusters)].map((cluster) => {
    const rows = clusters.flatMap((c, i) => (c === cluster ? [i] : []));
    const residual = (i: number) => (y[i] ?? 0) - beta.reduce((sum, b, j) => sum + b * (x[i]?.[j] ?? 0), 0);
    return {
      cross: beta.map((_, a) => beta.map((__, b) => rows.reduce((s, i) => s + (x[i]?.[a] ?? 0) * (x[i]?.[b] ?? 0), 0))),
      score: beta.map((_, a) => rows.reduce((s, i) => s + (x[i]?.[a] ?? 0) * residual(i), 0)),
    };
  });
}

const clusters = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'c', 'c', 'd'];
const y = [41, 55, 38, 62, 70, 44, 51, 47, 66, 80];
const t = [0, 0.25, 0.5, 0, 0.5, 0, 0.25, 0.5, 0.75, 0.25];

test('agrees with clubSandwich on a straight line through unequal clusters', () => {
  // coef_test(lm(y ~ t), vcov = 'CR2', cluster = clusters)
  const clustered = moments(
    t.map((time) => [1, time]),
    y,
    [51.75, 12.1666666666667],
    clusters,
  );
  const intercept = cr2(clustered, [1, 0]);
  const slope = cr2(clustered, [0, 1]);
  expect(intercept?.se).toBeCloseTo(6.74219018079225, 10);
  expect(intercept?.df).toBeCloseTo(2.30977726504863, 10);
  expect(slope?.se).toBeCloseTo(6.25947579078532, 10);
  expect(slope?.df).toBeCloseTo(1.72190872057513, 10);
});

test('takes the Moore–Penrose root where one cluster holds all that a column varies by', () => {
  // x <- c(0,0,0,0,0,1,2,4); lm(c(3,5,4,8,6,2,9,7) ~ 0 + x + I(x == 0)), third coefficient
  const c3 = ['a', 'a', 'b', 'b', 'b', 'c', 'c', 'c'];
  const x = [0, 0, 0, 0, 0, 1, 2, 4];
  const design = x.map((value) => [value, value === 0 ? 0 : 1, value === 0 ? 1 : 0]);
  const values = [3, 5, 4, 8, 6, 2, 9, 7];
  const slope = (1 * 2 + 2 * 9 + 4 * 7 - 7 * 6) / (21 - 49 / 3);
  const clustered = moments(design, values, [slope, 6 - (slope * 7) / 3, 26 / 5], c3);
  const rest = cr2(clustered, [0, 0, 1]);
  expect(rest?.se).toBeCloseTo(0.979795897113271, 10);
  expect(rest?.df).toBeCloseTo(1, 10);
  expect(cr2(clustered, [1, 0, 0])).toBeNull();
});

test('gives nothing for one cluster, or columns that hang on each other', () => {
  expect(cr2([{ cross: [[3]], score: [0] }], [1])).toBeNull();
  const twice = {
    cross: [
      [1, 1],
      [1, 1],
    ],
    score: [1, 1],
  };
  expect(cr2([twice, twice], [1, 0])).toBeNull();
});
