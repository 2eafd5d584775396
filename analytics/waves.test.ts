import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { aPanel, anInstrument, quarter } from './testing/panel-factory.ts';
import { scoreWaves } from './waves.ts';

const item = { min: 1, max: 5 };
const instrument = anInstrument({ scales: { trust: [item, item] }, ties: { mode: 3 } });
const answer = (wave: string, member: string, value: number, name = 'trust_1') => ({ wave, member, item: name, value });
const tie = (wave: string, member: string, organisation: string, value: number, carried = false) => ({
  wave,
  member,
  organisation,
  question: 'mode',
  value,
  carried,
});

describe('who is in a wave', () => {
  const panel = aPanel(instrument, 2, {
    organisations: ['a', { organisation: 'b', joined: quarter(1) }, { organisation: 'c', left: quarter(1) }],
    members: [
      { member: 'first-day', organisation: 'a', joined: quarter(0) },
      { member: 'day-late', organisation: 'a', joined: '2020-01-02' },
      { member: 'left-on-opening', organisation: 'a', left: quarter(1) },
      { member: 'left-day-after', organisation: 'a', left: '2020-04-02' },
      { member: 'of-b', organisation: 'b' },
      { member: 'of-c', organisation: 'c' },
    ],
    answers: [answer('w1', 'first-day', 3), answer('w1', 'day-late', 3)],
    ties: [
      tie('w2', 'of-b', 'a', 0),
      tie('w1', 'first-day', 'b', 2),
      tie('w1', 'first-day', 'c', 1),
      tie('w1', 'of-c', 'c', 3),
      tie('w2', 'of-c', 'b', 3),
    ],
  });

  it('joined by its opening day and has not left by it, member and organisation each by its own span', () => {
    expect(scoreWaves(panel).map(({ members }) => members.map(({ member }) => member))).toEqual([
      ['first-day', 'left-day-after', 'left-on-opening', 'of-b', 'of-c'],
      ['day-late', 'first-day', 'left-day-after', 'of-b', 'of-c'],
    ]);
    expect(scoreWaves(panel).map(({ organisations }) => organisations)).toEqual([
      ['a', 'c'],
      ['a', 'b'],
    ]);
  });

  it('has responded with one answer or tie; ratings of or by agencies that are not in the wave, or of its own, are left out', () => {
    const [first, second] = analyse(panel).waves;
    expect(first).toMatchObject({
      eligible: 5,
      responded: 2,
      responseRate: 0.4,
      organisations: 2,
      organisationsHeard: 2,
    });
    expect(second).toMatchObject({
      eligible: 5,
      responded: 2,
      responseRate: 0.4,
      organisations: 2,
      organisationsHeard: 1,
    });
    expect(first?.network?.mode?.ratings).toEqual([{ from: 'a', to: 'c', value: 1 }]);
    expect(first?.network?.mode?.levels[0]).toMatchObject({ observed: 1, reach: null });
  });
});

describe('scores', () => {
  it('turn reversed items, prorate from half of them, and keep complete cases in the items’ units', () => {
    const asked = anInstrument({
      scales: { trust: [item, { ...item, reversed: true, facet: 'open' }, { ...item, facet: 'open' }, item] },
    });
    const panel = aPanel(asked, 1, {
      organisations: ['a'],
      members: ['m1', 'm2', 'm3', 'm4'].map((member) => ({ member, organisation: 'a' })),
      answers: [
        ...[5, 1, 5, 1].map((value, i) => answer('w1', 'm1', value, `trust_${i + 1}`)),
        ...[4, 2].map((value, i) => answer('w1', 'm2', value, `trust_${i + 1}`)),
        answer('w1', 'm3', 5, 'trust_4'),
      ],
    });
    const trust = scoreWaves(panel)[0]?.scales.get('trust');
    expect(trust?.scores.map(({ member, value, prorated }) => [member, value, prorated])).toEqual([
      ['m1', 75, false],
      ['m2', 75, true],
    ]);
    expect(trust?.completeCases).toEqual([[5, 5, 5, 1]]);
    expect(trust?.facets.get('open')?.map(({ member, value }) => [member, value])).toEqual([
      ['m1', 100],
      ['m2', 75],
    ]);
    expect(analyse(panel).waves[0]?.scales.trust).toMatchObject({
      n: 2,
      prorated: 1,
      bounds: [37.5, 87.5],
      facets: { open: { n: 2, organisationMean: 87.5, organisationSe: null } },
    });
  });
});

describe('waves with an instrument of their own', () => {
  it('give an empty result for a scale or question that they did not ask', () => {
    const other = anInstrument({ id: 'other', scales: { hope: [item], trust: [{ min: 0, max: 10 }] } });
    const panel = aPanel([instrument, other], 2, {
      organisations: ['a', 'b'],
      members: [
        { member: 'm1', organisation: 'a' },
        { member: 'm2', organisation: 'b' },
      ],
      waves: { 1: { instrument: 'other@1' } },
      answers: [
        answer('w1', 'm1', 5),
        answer('w1', 'm1', 5, 'trust_2'),
        answer('w2', 'm1', 5),
        answer('w2', 'm2', 1, 'hope_1'),
      ],
      ties: [tie('w1', 'm1', 'b', 2)],
    });
    const { waves } = analyse(panel);
    expect(waves.map(({ scales }) => Object.keys(scales))).toEqual([['trust'], ['trust']]);
    expect(waves.map(({ scales }) => scales.trust?.mean)).toEqual([100, 50]);
    expect(waves[1]?.network?.mode?.levels).toHaveLength(3);
    expect(waves[1]?.network?.mode?.levels[0]).toMatchObject({ observed: 0, density: null, reach: null, pockets: [] });
  });
});

describe('ties carried over', () => {
  it('count in full, and are left out of the fresh comparison', () => {
    const panel = aPanel(instrument, 2, {
      organisations: ['a', 'b', 'c'],
      members: [
        { member: 'a1', organisation: 'a' },
        { member: 'a2', organisation: 'a' },
        { member: 'b1', organisation: 'b' },
      ],
      ties: [
        tie('w1', 'a1', 'b', 2),
        tie('w1', 'a1', 'c', 0),
        tie('w1', 'b1', 'a', 1),
        // a→b: 2 carried and 0 anew, upper median 2, fresh 0; a→c carried alone; b→a anew.
        tie('w2', 'a1', 'b', 2, true),
        tie('w2', 'a2', 'b', 0),
        tie('w2', 'a1', 'c', 1, true),
        tie('w2', 'b1', 'a', 1),
      ],
    });
    const mode = analyse(panel).waves[1]?.network?.mode;
    expect(mode?.carried).toBe(1);
    expect(mode?.levels[0]?.sincePrevious).toEqual({ cells: 3, kept: 2, lost: 0, formed: 1, jaccard: 2 / 3 });
    expect(mode?.levels[0]?.sincePreviousFresh).toEqual({ cells: 2, kept: 1, lost: 1, formed: 0, jaccard: 1 / 2 });
    expect(mode?.levels[0]?.densityChange?.change).toBeCloseTo(1 / 3, 12);
  });
});
