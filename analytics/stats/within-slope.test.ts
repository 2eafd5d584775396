import { expect, test } from 'vitest';
import { withinSlope } from './within-slope.ts';

const member = ['a1', 'a1', 'a1', 'a2', 'a2', 'b1', 'b1', 'c1', 'c1', 'c1', 'c1', 'c2'];
const t = [0, 0.25, 0.5, 0, 0.5, 0.25, 0.75, 0, 0.25, 0.5, 0.75, 0];
const y = [40, 45, 43, 60, 71, 52, 50, 33, 41, 44, 52, 70];
const occasions = member.map((id, i) => ({ member: id, organisation: id.charAt(0), t: t[i] ?? 0, y: y[i] ?? 0 }));

test('agrees with the regression with a dummy per member', () => {
  // m <- lm(y ~ factor(member) + t); coef_test(m, vcov = vcovCR(m, cluster = organisation, type = 'CR2'))['t', ]
  const slope = withinSlope(occasions);
  expect(slope).toMatchObject({ n: 11, members: 4, organisations: 3 });
  expect(slope?.perYear).toBeCloseTo(15.27272727272725, 10);
  expect(slope?.se).toBeCloseTo(6.64790749129799, 10);
  expect(slope?.df).toBeCloseTo(1.73394495412844, 10);
  expect(slope?.p).toBeCloseTo(0.167498131688666, 9);
  expect(slope?.ci?.[0]).toBeCloseTo(-17.9772894459574, 8);
  expect(slope?.ci?.[1]).toBeCloseTo(48.5227439914119, 8);
});

test('does not depend on the order of rows', () => {
  const other = withinSlope([...occasions].reverse());
  expect(other?.perYear).toBeCloseTo(15.27272727272725, 12);
  expect(other?.df).toBeCloseTo(1.73394495412844, 10);
});

test('is null when nobody was scored twice, and has no error within one organisation', () => {
  expect(withinSlope([{ member: 'm', organisation: 'a', t: 0, y: 1 }])).toBeNull();
  const alone = withinSlope(occasions.filter(({ organisation }) => organisation === 'a'));
  expect(alone).toMatchObject({ n: 5, se: null, df: null, ci: null, p: null });
});

test('has no chance to reckon with where everybody moved alike', () => {
  const exact = withinSlope(occasions.map((o) => ({ ...o, y: 50 + 4 * o.t })));
  expect(exact).toMatchObject({ se: 0, p: null });
  expect(exact?.perYear).toBeCloseTo(4, 12);
});
