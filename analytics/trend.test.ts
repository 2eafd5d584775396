import { describe, expect, it, test } from 'vitest';
import { aPanel, anInstrument } from './testing/panel-factory.ts';
import { trendsOf } from './trend.ts';
import { networkInstrument, scoreWaves } from './waves.ts';

const percent = [{ min: 0, max: 100 }];
// prettier-ignore
const y = [55,56,52,58,61,60, 40,42,48,51,52,52, 59,55,61,70,67,65, 55,56,50,67,63,67, 57,55,66,69,71,76, 49,50,60,63,68,57, 30,32,37,43,48,39, 40,42,46,56,63,54];
const organisations = ['a', 'b', 'c', 'd'];

/** Members 0 … n − 1, two to an organisation, with `y` on trust and what `also` says on the other scales. */
function trends(n: number, waves: number, also: Record<string, (trust: number, i: number) => number> = {}) {
  const scales = Object.fromEntries(['trust', ...Object.keys(also)].map((id) => [id, percent]));
  const cuts = Object.fromEntries(['trust', 'goals'].filter((id) => id in scales).map((id) => [id, 40]));
  const modes = [{ id: 'm', level: 1, scales: cuts, reach: 0.5 }];
  const instrument = anInstrument({ scales, ties: { tie: 1 }, readiness: { tie: 'tie', modes } });
  const members = Array.from({ length: n }, (_, i) => ({
    member: `m${i}`,
    organisation: organisations[Math.floor(i / 2) % 4] ?? 'a',
  }));
  const answers = members.flatMap(({ member }, i) =>
    Array.from({ length: waves }, (_, w) => y[(i % 8) * 6 + w] ?? 0).flatMap((value, w) =>
      [['trust', value] as const, ...Object.entries(also).map(([id, f]) => [id, f(value, i * waves + w)] as const)].map(
        ([scale, x]) => ({ wave: `w${w + 1}`, member, item: `${scale}_1`, value: x }),
      ),
    ),
  );
  const panel = aPanel(instrument, waves, { organisations, members, answers });
  return trendsOf(scoreWaves(panel), networkInstrument(panel));
}

const goals = (trust: number): number => 100 - trust;
const routines = (_: number, i: number): number => (i * 37) % 100;

describe('a trend', () => {
  const all = trends(8, 6, { goals, routines });
  const { trust } = all;

  it('agrees with lmer, and with clubSandwich on lm', () => {
    // t in days / 365.25; lmer(y ~ t + (1 | m)), p on 3 df; coef_test(lm(y ~ factor(m) + t), 'CR2', cluster = organisation)
    expect(trust).toMatchObject({ model: 'random-intercept', n: 48, members: 8, df: 3, singular: false });
    expect(trust?.intercept).toBeCloseTo(47.7360769943737, 6);
    expect(trust?.perYear).toBeCloseTo(11.3946629049159, 8);
    expect(trust?.se).toBeCloseTo(1.42831644818586, 7);
    expect(trust?.p).toBeCloseTo(0.00410963737797103, 8);
    expect(trust?.varianceBetween).toBeCloseTo(78.7009428794692, 3);
    expect(trust?.varianceWithin).toBeCloseTo(17.8627961092896, 5);
    expect(trust?.within).toMatchObject({ n: 48, members: 8, organisations: 4 });
    expect(trust?.within?.se).toBeCloseTo(1.48286187505051, 9);
    expect(trust?.within?.df).toBeCloseTo(3, 9);
    expect(trust?.ols?.se).toBeCloseTo(1.48286187505054, 9);
  });

  it('is adjusted by Holm over the scales of readiness, and exploratory on the others', () => {
    expect(all.goals?.p).toBeCloseTo(trust?.p ?? 1, 9);
    for (const scale of [trust, all.goals]) {
      expect(scale?.exploratory).toBe(false);
      expect(scale?.pHolm).toBeCloseTo(2 * 0.00410963737797103, 8);
      expect(scale?.within?.pHolm).toBeCloseTo(2 * (scale?.within?.p ?? 1), 9);
    }
    expect(all.routines).toMatchObject({ exploratory: true, pHolm: null });
  });

  it('has a random slope from 4 waves and 15 members on', () => {
    expect(trust?.randomSlope).toBeNull();
    expect(trends(16, 3).trust?.randomSlope).toBeNull();
    const { randomSlope } = trends(16, 6).trust ?? {};
    expect(randomSlope?.perYear).toBeCloseTo(11.3946629049159, 6);
  });

  it('names the instrument versions that it spans', () => {
    const [one, two] = [
      anInstrument({ scales: { trust: percent } }),
      anInstrument({ id: 'next', scales: { trust: percent } }),
    ];
    const members = ['a1', 'b1'].map((member) => ({ member, organisation: member.charAt(0) }));
    const answers = members.flatMap(({ member }, i) =>
      ['w1', 'w2'].map((wave, w) => ({ wave, member, item: 'trust_1', value: 10 * i + w })),
    );
    const panel = aPanel([one, two], 2, {
      organisations: ['a', 'b'],
      members,
      answers,
      waves: { 1: { instrument: 'next@1' } },
    });
    expect(trendsOf(scoreWaves(panel), one).trust?.instruments).toEqual(['test@1', 'next@1']);
  });
});

test('there is none with one wave, one organisation, or nobody scored twice', () => {
  expect(trends(8, 1).trust).toBeNull();
  expect(trends(2, 3).trust).toBeNull();
  const instrument = anInstrument({ scales: { trust: percent } });
  const members = ['a1', 'b1'].map((member) => ({ member, organisation: member.charAt(0) }));
  const answers = members.map(({ member }, i) => ({ wave: `w${i + 1}`, member, item: 'trust_1', value: 50 }));
  const panel = aPanel(instrument, 2, { organisations: ['a', 'b'], members, answers });
  expect(trendsOf(scoreWaves(panel), instrument)).toEqual({ trust: null });
});

test('constant answers give a level trend without chance, and no p', () => {
  const { trust } = trends(8, 4, {});
  const flat = trends(8, 4, { goals: () => 60 }).goals;
  expect(flat).toMatchObject({
    perYear: 0,
    se: 0,
    ci: [0, 0],
    p: null,
    pHolm: null,
    varianceBetween: 0,
    singular: true,
  });
  expect(trust?.p).not.toBeNull();
});
