import { expect, test } from 'vitest';
import { randomSlope } from './random-slope.ts';
import { days, reaction, subjects } from './sleepstudy.fixture.ts';

test('agrees with lme4 on sleepstudy', () => {
  // dev <- lmer(Reaction ~ Days + (Days | Subject), sleepstudy, devFunOnly = TRUE); optim and nlm on dev to 1e-14; VarCorr
  const fit = randomSlope(reaction, days, subjects);
  expect(fit?.intercept).toBeCloseTo(251.405104848485, 6);
  expect(fit?.slope).toBeCloseTo(10.467285959596, 7);
  expect(fit?.se).toBeCloseTo(1.5457889, 6);
  expect(fit?.varianceIntercept).toBeCloseTo(612.08988, 3);
  expect(fit?.varianceSlope).toBeCloseTo(35.07166, 4);
  expect(fit?.correlation).toBeCloseTo(0.0655512, 5);
  expect(fit?.varianceWithin).toBeCloseTo(654.94103, 3);
  expect(fit?.singular).toBe(false);
});

test('does not depend on the unit of time', () => {
  const fit = randomSlope(
    reaction,
    days.map((day) => 2020 + day / 365.25),
    subjects,
  );
  expect((fit?.slope ?? 0) / 365.25).toBeCloseTo(10.467285959596, 6);
  expect((fit?.se ?? 0) / 365.25).toBeCloseTo(1.54579, 5);
});

test('is flagged singular where all groups share one slope', () => {
  const t = [0, 1, 2, 3].flatMap((x) => [x, x, x, x]);
  const groups = t.map((_, i) => `g${i % 4}`);
  const noise = [1, -1, 1, -1, -1, 1, -1, 1, -1, 1, -1, 1, 1, -1, 1, -1];
  const fit = randomSlope(
    t.map((time, i) => 10 * (i % 4) + 2 * time + (noise[i] ?? 0)),
    t,
    groups,
  );
  expect(fit?.singular).toBe(true);
  expect(fit?.slope).toBeCloseTo(2, 9);
});

test('is null where nothing varies', () => {
  expect(randomSlope([1, 1, 1, 1], [0, 1, 0, 1], ['a', 'a', 'b', 'b'])).toBeNull();
});
