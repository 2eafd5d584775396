import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alpha } from './alpha.ts';
import { clusteredMean } from './clustered-mean.ts';
import { icc } from './icc.ts';
import { randomIntercept } from './mixed-model.ts';
import { olsSlope } from './ols-slope.ts';
import { omega } from './omega.ts';
import { pairedChange } from './paired-change.ts';
import { randomSlope } from './random-slope.ts';
import { rwgj } from './rwgj.ts';
import { segmented } from './segmented.ts';
import { withinSlope } from './within-slope.ts';

/** Paths of numbers that are not finite. */
function unsound(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} = ${value}`];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => unsound(inner, `${path}.${key}`));
}

/** POMP scores as thin panels have them: few values, many ties, halves and thirds, decimals. */
const score = fc.oneof(
  fc.constantFrom(0, 50, 100, 100 / 3, 200 / 3, 0.1 + 0.2),
  fc.integer({ min: 0, max: 4 }).map((x) => 25 * x),
  fc.double({ min: 0, max: 100, noNaN: true }),
);
const organisation = fc.constantFrom('a', 'b', 'c', 'd');
const rows = fc.array(fc.tuple(score, organisation, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 })), {
  maxLength: 24,
});
const items = fc
  .integer({ min: 1, max: 6 })
  .chain((k) => fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: k, maxLength: k }), { maxLength: 15 }));

test('no statistic of scores is NaN or infinite, however thin or tied', () => {
  fc.assert(
    fc.property(rows, fc.boolean(), (drawn, constant) => {
      const y = drawn.map(([value]) => (constant ? 100 / 3 : value));
      const clusters = drawn.map(([, cluster]) => cluster);
      const seen = new Set<string>();
      const occasions = drawn.flatMap(([, cluster, wave, member], i) => {
        const key = `${cluster}${member} ${wave}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return [{ member: `${cluster}${member}`, organisation: cluster, t: wave / 4, y: y[i] ?? 0 }];
      });
      const t = occasions.map((occasion) => occasion.t);
      const values = occasions.map((occasion) => occasion.y);
      const members = occasions.map(({ member }) => member);
      const results = [
        clusteredMean(y, clusters),
        icc(y, clusters),
        pairedChange(
          y.map((value) => value - 50),
          clusters,
        ),
        olsSlope(
          t,
          values,
          occasions.map((occasion) => occasion.organisation),
        ),
        withinSlope(occasions),
        randomIntercept(values, [t], members),
        randomSlope(values, t, members),
        segmented(values, t, members, 0.6),
      ];
      expect(unsound(results)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('no statistic of items is NaN or infinite, and each is within its range', () => {
  fc.assert(
    fc.property(items, (drawn) => {
      const reliability = {
        alpha: alpha(drawn),
        omega: omega(drawn),
        rwgj: rwgj(
          drawn,
          (drawn[0] ?? []).map(() => 3),
        ),
      };
      expect(unsound(reliability)).toEqual([]);
      expect(reliability.alpha?.value ?? 0).toBeLessThanOrEqual(1 + 1e-12);
      const share = reliability.omega?.value ?? 0;
      expect(share >= 0 && share <= 1).toBe(true);
      const agreement = reliability.rwgj ?? 0;
      expect(agreement >= 0 && agreement <= 1).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('order of rows changes nothing, and shifting all scores shifts means only', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), organisation), { minLength: 3, maxLength: 20 }),
      (drawn) => {
        const y = drawn.map(([value]) => value);
        const clusters = drawn.map(([, cluster]) => cluster);
        const one = clusteredMean(y, clusters);
        const turned = clusteredMean([...y].reverse(), [...clusters].reverse());
        const shifted = clusteredMean(
          y.map((value) => value + 8),
          clusters,
        );
        for (const key of ['se', 'df'] as const) {
          if (one[key] === null) expect([turned[key], shifted[key]]).toEqual([null, null]);
          else for (const other of [turned, shifted]) expect(other[key]).toBeCloseTo(one[key], 8);
        }
        expect(shifted.mean).toBeCloseTo((one.mean ?? 0) + 8, 10);
      },
    ),
  );
});
