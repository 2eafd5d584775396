import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedWaves, composition, scaleChange } from './changes.ts';
import { pairScores } from './pairing.ts';
import { dice } from './testing/panel-factory.ts';

const score = (member: string, value: number, person = member, organisation = 'a') => ({
  member,
  person,
  organisation,
  responded: true,
  value,
  prorated: false,
});
const pair = (earlier: ReturnType<typeof score>[], later: ReturnType<typeof score>[]) =>
  pairScores({ scores: earlier }, { scores: later });

describe('comparedWaves', () => {
  it('are neighbours, then first and last', () => {
    expect(comparedWaves([])).toEqual([]);
    expect(comparedWaves([1])).toEqual([]);
    expect(comparedWaves([1, 2])).toEqual([[1, 2]]);
    expect(comparedWaves([1, 2, 3])).toEqual([
      [1, 2],
      [2, 3],
      [1, 3],
    ]);
  });
});

describe('pairScores', () => {
  it('tells stayers, leavers and joiners by the person', () => {
    const { stayers, leavers, joiners } = pair(
      [score('m1', 10), score('m2', 20), score('old', 30, 'p', 'a')],
      [score('m1', 15), score('m3', 40), score('new', 50, 'p', 'b')],
    );
    expect(stayers).toEqual([
      { person: 'm1', organisation: 'a', before: 10, after: 15 },
      { person: 'p', organisation: 'a', before: 30, after: 50 },
    ]);
    expect(leavers.map(({ member }) => member)).toEqual(['m2']);
    expect(joiners.map(({ member }) => member)).toEqual(['m3']);
  });

  it('knows a person by the member id that the first row went by', () => {
    expect(pair([score('m1', 10)], [score('m1b', 20, 'm1', 'b')]).stayers).toHaveLength(1);
  });

  it('lets one row have the person when two of a wave claim it', () => {
    const { stayers, joiners } = pair([score('m1', 10, 'p')], [score('m1', 20, 'p'), score('m2', 30, 'p', 'b')]);
    expect(stayers.map(({ after }) => after)).toEqual([20]);
    expect(joiners.map(({ member }) => member)).toEqual(['m2']);
  });
});

describe('composition', () => {
  it('is worked by hand', () => {
    // Stayers 40 → 50 and 60 → 60; a leaver at 20; a joiner at 100. First mean 40, second 70.
    const parts = composition(
      pair([score('s1', 40), score('s2', 60), score('l', 20)], [score('s1', 50), score('s2', 60), score('j', 100)]),
    );
    expect(parts.total).toBeCloseTo(30, 12);
    expect(parts.within).toBeCloseTo(5, 12);
    expect(parts.exit).toBeCloseTo((1 / 3) * (50 - 20), 12);
    expect(parts.entry).toBeCloseTo((1 / 3) * (100 - 55), 12);
  });

  it('knows only the total when nobody stayed, and nothing when a wave is silent', () => {
    expect(composition(pair([score('m1', 40)], [score('m2', 70)]))).toEqual({
      total: 30,
      within: null,
      entry: null,
      exit: null,
    });
    expect(composition(pair([score('m1', 40)], []))).toEqual({ total: null, within: null, entry: null, exit: null });
    expect(scaleChange(pair([], []))).toMatchObject({ n: 0, mean: null });
  });

  it('sums exactly', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(8), fc.nat(8), fc.nat(8), (seed, stay, leave, join) => {
        const random = dice(seed);
        const some = (prefix: string, n: number) =>
          Array.from({ length: n }, (_, i) => score(`${prefix}${i}`, random() * 100));
        const { total, within, entry, exit } = composition(
          pair([...some('s', stay), ...some('l', leave)], [...some('s', stay), ...some('j', join)]),
        );
        if (stay === 0 || total === null) return;
        expect((within ?? NaN) + (entry ?? NaN) + (exit ?? NaN)).toBeCloseTo(total, 10);
      }),
    );
  });
});
