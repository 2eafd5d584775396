import { expect, test } from 'vitest';
import { randomIntercept } from './mixed-model.ts';
import { days, reaction, subjects } from './sleepstudy.fixture.ts';

test('agrees with lme4 on sleepstudy', () => {
  // lmer(Reaction ~ Days + (1 | Subject), sleepstudy)
  const fit = randomIntercept(reaction, [days], subjects);
  expect(fit).toMatchObject({ n: 180, groups: 18, singular: false });
  expect(fit?.intercept).toBeCloseTo(251.405104848484, 9);
  expect(fit?.slopes[0]).toBeCloseTo(10.467285959596, 9);
  expect(fit?.ses[0]).toBeCloseTo(0.80422142894524, 6);
  expect(fit?.varianceBetween).toBeCloseTo(1378.178513809, 2);
  expect(fit?.varianceWithin).toBeCloseTo(960.456578560467, 4);
});

test('balanced groups have the closed form of the analysis of variance', () => {
  // Residual mean square of aov(Reaction ~ Subject + Days), and (MS Subject − MS residual)/10.
  const fit = randomIntercept(reaction, [days], subjects);
  const mean = (x: number[]) => x.reduce((a, b) => a + b, 0) / x.length;
  const means = [...new Set(subjects)].map((s) => mean(reaction.filter((_, i) => subjects[i] === s)));
  const grand = mean(reaction);
  const between = (10 * means.reduce((sum, m) => sum + (m - grand) ** 2, 0)) / 17;
  expect(fit?.varianceBetween).toBeCloseTo((between - (fit?.varianceWithin ?? 0)) / 10, 9);
});

const t = [0, 0.25, 0.5, 0, 0.5, 0.25, 0.75, 0, 0.25, 0.5, 0.75, 0];
const members = ['a1', 'a1', 'a1', 'a2', 'a2', 'b1', 'b1', 'c1', 'c1', 'c1', 'c1', 'c2'];

test('agrees with lmer on unequal groups', () => {
  // lmer(y ~ t + (1 | member))
  const fit = randomIntercept([40, 45, 43, 60, 71, 52, 50, 33, 41, 44, 52, 70], [t], members);
  expect(fit?.intercept).toBeCloseTo(50.1538039164679, 5);
  expect(fit?.slopes[0]).toBeCloseTo(14.350354357146, 5);
  expect(fit?.ses[0]).toBeCloseTo(4.90544827111536, 5);
  expect(fit?.varianceBetween).toBeCloseTo(204.004160183704, 3);
  expect(fit?.varianceWithin).toBeCloseTo(16.8001751582875, 4);
});

test('falls back on least squares, flagged, where groups differ less than chance would have it', () => {
  // lm(y ~ t): slope and standard error
  const y = [1, 9, 2, 8, 3, 7, 4, 6];
  const fit = randomIntercept(y, [[0, 1, 0, 1, 0, 1, 0, 1]], ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd']);
  expect(fit).toMatchObject({ singular: true, varianceBetween: 0 });
  expect(fit?.slopes[0]).toBeCloseTo(5, 12);
  expect(fit?.ses[0]).toBeCloseTo(Math.sqrt(10 / 6 / 2), 12);
});

test('shows members who never change as all between, nothing within', () => {
  const y = members.map((member) => ({ a1: 40, a2: 60, b1: 50, c1: 30, c2: 70 })[member] ?? 0);
  const fit = randomIntercept(y, [t], members);
  expect(fit?.varianceWithin).toBe(0);
  expect(fit?.varianceBetween).toBeCloseTo(250, 9);
  expect(fit?.intercept).toBeCloseTo(50, 9);
  expect(fit?.ses).toEqual([0]);
});

test('constant answers have no variance anywhere; thin designs have no fit', () => {
  const flat = randomIntercept(
    members.map(() => 25),
    [t],
    members,
  );
  expect(flat).toMatchObject({ intercept: 25, varianceBetween: 0, varianceWithin: 0, singular: true });
  expect(flat?.slopes[0]).toBeCloseTo(0, 12);
  expect(randomIntercept([1, 2, 3], [[0, 1, 2]], ['a', 'b', 'c'])).toBeNull();
  expect(randomIntercept([1, 2], [[0, 1]], ['a', 'a'])).toBeNull();
  expect(randomIntercept([1, 2, 3, 4], [[1, 1, 1, 1]], ['a', 'a', 'b', 'b'])).toBeNull();
});
