import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import type { Stage } from './analysis.ts';
import { aPanel, anInstrument, quarter } from './testing/panel-factory.ts';

const instrument = anInstrument({
  scales: { trust: [{ min: 0, max: 100, decimal: true }], goals: [{ min: 0, max: 100, decimal: true }] },
  ties: { mode: 2 },
  readiness: {
    tie: 'mode',
    modes: [
      { id: 'cooperation', level: 1, scales: { goals: 40, trust: 40 }, reach: 0.5 },
      { id: 'coordination', level: 2, scales: { trust: 55 }, reach: 0.8 },
    ],
  },
});
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

interface Shown {
  trust: (number | null)[];
  goals?: (number | null)[];
  /** Pairs that rate each other at this level; every other pair of those answering is rated 0. */
  ties?: Record<string, number>;
}

function stageOf(
  waves: Shown[],
  declarations: { from: string; by: 'funder' | 'network'; mode: string }[] = [],
): Stage[] {
  const organisations = IDS.slice(0, waves[0]?.trust.length);
  const panel = aPanel(instrument, waves.length, {
    organisations,
    members: organisations.map((organisation) => ({ member: `${organisation}1`, organisation })),
    declarations,
    answers: waves.flatMap(({ trust, goals = trust }, w) =>
      organisations.flatMap((organisation, i) => {
        const at = { wave: `w${w + 1}`, member: `${organisation}1` };
        const row = (item: string, value: number | null = null) => (value === null ? [] : [{ ...at, item, value }]);
        return [...row('trust_1', trust[i]), ...row('goals_1', goals[i])];
      }),
    ),
    ties: waves.flatMap(({ trust, ties = {} }, w) =>
      organisations.flatMap((from, i) =>
        organisations
          .filter((to) => to !== from && (trust[i] ?? null) !== null)
          .map((to) => ({
            wave: `w${w + 1}`,
            member: `${from}1`,
            organisation: to,
            question: 'mode',
            value: ties[[from, to].sort().join('')] ?? 0,
          })),
      ),
    ),
  });
  return analyse(panel).waves.map(({ stage }) => {
    if (stage === null) throw new Error('no stage');
    return stage;
  });
}

const RING = { ab: 1, bc: 1, cd: 1, de: 1, ef: 1, af: 1 };
const STRONG = { ab: 2, bc: 2, cd: 2, de: 2, ef: 2, af: 2 };

describe('stage', () => {
  it('is the highest mode met with all below it, limited in the instrument’s order, reach last', () => {
    const [stage] = stageOf([{ trust: [50, 50, 50, 50, 50, 50], ties: RING }]);
    expect(stage).toMatchObject({ mode: 'cooperation', limitedBy: ['trust', 'reach'] });
    expect(stage?.confidence).toEqual({ cooperation: 1, coordination: 0 });
    expect(stage?.margins).toEqual({
      cooperation: { scales: { goals: 10, trust: 10 }, reach: 0.5 },
      coordination: { scales: { trust: -5 }, reach: -0.8 },
    });
    expect(stage?.modeAt).toEqual({ minus5: 'cooperation', plus5: 'cooperation' });
    const [low] = stageOf([{ trust: [30, 40, 30, 40, 30, 40], ties: {} }]);
    expect(low).toMatchObject({ mode: null, limitedBy: ['trust', 'goals', 'reach'] });
    const [top] = stageOf([{ trust: [60, 60, 60, 60, 60, 60], ties: STRONG }]);
    expect(top).toMatchObject({ mode: 'coordination', limitedBy: [], modeAt: { plus5: 'coordination' } });
  });

  it('does not skip a mode: what holds the lower one holds the higher', () => {
    const [stage] = stageOf([{ trust: [60, 60, 60, 60, 60, 60], goals: [30, 30, 30, 30, 30, 30], ties: STRONG }]);
    expect(stage).toMatchObject({ mode: null, limitedBy: ['goals'], shares: { cooperation: 0, coordination: 1 } });
  });

  it('moves with cuts five points lower or higher', () => {
    const [stage] = stageOf([{ trust: [52, 52, 52, 52, 52, 52], ties: STRONG }]);
    expect(stage?.modeAt).toEqual({ minus5: 'coordination', plus5: 'cooperation' });
    const [close] = stageOf([{ trust: [44, 44, 44, 44, 44, 44], ties: RING }]);
    expect(close?.modeAt).toEqual({ minus5: 'cooperation', plus5: null });
  });

  it('counts a mean on the cut as met, though sums of doubles fall beside it', () => {
    // (54.9 + 55.1 + 54.7 + 55.3 + 54.6 + 55.4)/6 is 55 but for rounding.
    const [stage] = stageOf([{ trust: [54.9, 55.1, 54.7, 55.3, 54.6, 55.4], ties: STRONG }]);
    expect(stage?.mode).toBe('coordination');
    expect(stage?.confidence.coordination).toBe(0.5);
  });

  it('shares out the organisations with all scales scored', () => {
    const [stage] = stageOf([{ trust: [30, 45, 60, 60, 50, null], goals: [50, 50, 50, null, 50, 50], ties: RING }]);
    // Cooperation: a, b, c and e have both, all but a are at 40 or above. Coordination: a, b, c, d, e have trust, c and d reach 55.
    expect(stage?.shares).toEqual({ cooperation: 3 / 4, coordination: 2 / 5 });
  });

  it('is not assessed with fewer than five organisations heard, or fewer than half, and then shows no gap', () => {
    const declared = [{ from: quarter(0), by: 'funder', mode: 'coordination' }] as const;
    const [four] = stageOf([{ trust: [50, 50, 50, 50], ties: { ab: 1, bc: 1, cd: 1 } }], [...declared]);
    expect(four).toMatchObject({
      mode: 'cooperation',
      verdict: { mode: null, status: 'not-enough-evidence' },
      declared: { funder: 'coordination', network: null },
      gap: { funder: null, network: null },
    });
    const [five] = stageOf([{ trust: [50, 50, 50, 50, 50, null], ties: RING }], [...declared]);
    expect(five).toMatchObject({ verdict: { status: 'approaching' }, gap: { funder: 1, network: null } });
  });

  it('measures the gap from the mode declared last by the wave’s opening', () => {
    const wave = { trust: [50, 50, 50, 50, 50, 50], ties: RING };
    const stages = stageOf(
      [wave, wave, wave],
      [
        { from: quarter(2), by: 'funder', mode: 'cooperation' },
        { from: '2020-01-02', by: 'network', mode: 'cooperation' },
        { from: '2019-01-01', by: 'funder', mode: 'coordination' },
      ],
    );
    expect(stages.map(({ declared, gap }) => [declared.funder, gap.funder, declared.network, gap.network])).toEqual([
      ['coordination', 1, null, null],
      ['coordination', 1, 'cooperation', 0],
      ['cooperation', 0, 'cooperation', 0],
    ]);
    expect(
      stageOf([{ ...wave, ties: {} }], [{ from: quarter(0), by: 'funder', mode: 'coordination' }])[0]?.gap.funder,
    ).toBe(2);
  });

  it('is granted in the second of two assessable waves, and carried on when too few answer', () => {
    const wave = { trust: [50, 52, 50, 52, 50, 52], ties: RING };
    const silent = { trust: [50, null, null, null, null, null], ties: RING };
    expect(stageOf([wave, wave, silent]).map(({ verdict }) => verdict)).toEqual([
      { mode: null, status: 'approaching' },
      { mode: 'cooperation', status: 'granted' },
      { mode: 'cooperation', status: 'not-enough-evidence' },
    ]);
  });

  it('says whether the mode would hold with the silent at the lower quartile', () => {
    // Heard 30, 40, 60, 70: mean 50; lower quartile (type 7) 37.5; with two silent there 275/6 = 45.83.
    const [holds] = stageOf([{ trust: [30, 40, 60, 70, null, null], ties: { ab: 1, bc: 1, cd: 1 } }]);
    expect(holds?.lowerQuartile).toEqual({ silent: 2, mode: 'cooperation', holds: true });
    // Heard 20, 40, 60: mean 40 is on the cut; lower quartile 30; with three silent there 35.
    const [fails] = stageOf([{ trust: [20, 40, 60, null, null, null], ties: { ab: 1, bc: 1 } }]);
    expect(fails).toMatchObject({ mode: 'cooperation', lowerQuartile: { silent: 3, mode: null, holds: false } });
    expect(stageOf([{ trust: [null, null], ties: {} }])[0]?.lowerQuartile).toEqual({
      silent: 2,
      mode: null,
      holds: null,
    });
  });
});

describe('pockets beside the rest', () => {
  it('have their own means and readiness', () => {
    const strong = { ab: 2, bc: 2, ac: 2, de: 1 };
    const [wave] = analyseOne({ trust: [60, 70, 65, 20, 30, 40], ties: strong });
    const level = wave?.network?.mode?.levels[1];
    expect(level?.pockets).toEqual([['a', 'b', 'c']]);
    const { pocket, rest } = level?.pocketLevels[0] ?? {};
    expect(pocket?.scales.trust).toMatchObject({ n: 3, organisations: 3, organisationMean: 65 });
    expect(pocket?.scales.trust?.organisationSe).toBeCloseTo(5 / Math.sqrt(3), 12);
    expect(pocket?.readiness).toMatchObject({ mode: 'coordination', limitedBy: [] });
    expect(rest?.scales.trust).toMatchObject({ n: 3, organisations: 3, organisationMean: 30 });
    // Of d, e and f two are tied: reach 2/3, but trust is short.
    expect(rest?.readiness).toMatchObject({ mode: null, limitedBy: ['trust', 'goals'] });
  });
});

function analyseOne({ trust, ties }: Required<Pick<Shown, 'trust'>> & { ties: Record<string, number> }) {
  const organisations = IDS.slice(0, trust.length);
  return analyse(
    aPanel(instrument, 1, {
      organisations,
      members: organisations.map((organisation) => ({ member: `${organisation}1`, organisation })),
      answers: organisations.flatMap((organisation, i) =>
        ['trust_1', 'goals_1'].map((item) => ({ wave: 'w1', member: `${organisation}1`, item, value: trust[i] ?? 0 })),
      ),
      ties: organisations.flatMap((from) =>
        organisations
          .filter((to) => to !== from)
          .map((to) => ({
            wave: 'w1',
            member: `${from}1`,
            organisation: to,
            question: 'mode',
            value: ties[[from, to].sort().join('')] ?? 0,
          })),
      ),
    }),
  ).waves;
}
