import { expect, test } from 'vitest';
import { wilcoxon } from './wilcoxon.ts';

test('gives the depression factor of Hollander & Wolfe (1973): V = 40, p = .0391', () => {
  const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
  const result = wilcoxon(before.map((x, i) => x - (after[i] ?? 0)));
  expect(result).toMatchObject({ n: 9, v: 40, p: 0.0390625 });
  expect(result.rankBiserial).toBeCloseTo(7 / 9, 12);
});

test('corrects for ties and zeros as wilcox.test does', () => {
  // wilcox.test(d, exact = FALSE)
  const d = [3, -1, 4, 1, 5, 9, 2, 6, -5, 3];
  expect(wilcoxon(d)).toMatchObject({ n: 10, v: 46 });
  expect(wilcoxon(d).p).toBeCloseTo(0.0660160732835097, 12);
  expect(wilcoxon([0, ...d, 0])).toMatchObject({ n: 10, v: 46 });
});

test('is exact up to 50 differences', () => {
  // e <- (1:50) * rep(c(1, 1, -1, 1, 1), 10) * 1.01; wilcox.test(e, exact = TRUE); wilcox.test(c(e, 51.7))
  const e = Array.from({ length: 50 }, (_, i) => (i + 1) * (i % 5 === 2 ? -1 : 1) * 1.01);
  expect(wilcoxon(e).v).toBe(1020);
  expect(wilcoxon(e).p).toBeCloseTo(1.3029578417445e-4, 15);
  expect(wilcoxon([...e, 51.7]).p).toBeCloseTo(1.3362071971533e-4, 15);
});

test('counts every assignment of signs: brute force on six ranks', () => {
  const differences = [1, -2, 3, 4, -5, 6];
  const sums = Array.from({ length: 64 }, (_, signs) =>
    differences.reduce((sum, _d, i) => sum + ((signs >> i) & 1 ? i + 1 : 0), 0),
  );
  const above = sums.filter((sum) => sum >= 14).length / 64;
  expect(wilcoxon(differences)).toMatchObject({ v: 14, p: Math.min(1, 2 * above) });
});

test('of one difference p is 1; of none there is no p; rounding makes ties of what differs by noise', () => {
  expect(wilcoxon([5])).toEqual({ n: 1, v: 1, p: 1, rankBiserial: 1 });
  expect(wilcoxon([0, 1e-12])).toEqual({ n: 0, v: 0, p: null, rankBiserial: null });
  expect(wilcoxon([0.1 + 0.2, -0.3]).v).toBe(1.5);
});
