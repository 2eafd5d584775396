import { analyse } from '@rapport/analytics/analyse';
import type { Analysis } from '@rapport/analytics/analysis';
import { release, type Ledger, type Release } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import { faultText } from '@rapport/surveys/faults';
import { isIn } from '@rapport/surveys/membership';
import { EVENT_KINDS, type Panel } from '@rapport/surveys/panel';
import { checkPanel } from '@rapport/surveys/panel-check';
import { describe, expect, test } from 'vitest';
import { DEMO_MEMBER, demoPanel } from './demo-panel.ts';

const TODAY = '2026-11-24';
const POCKET = ['child-health', 'family-support', 'refuge', 'schools'];
const SCALES = ['trust', 'commitment', 'goals'] as const;

const meansOf = ({ waves }: Analysis, scale: string): number[] =>
  waves.map(({ scales }) => scales[scale]?.organisationMean ?? NaN);

/** Members who answered anything, by wave. */
const responded = ({ answers, ties }: Panel, wave: string): Set<string> =>
  new Set([...answers, ...ties].filter((row) => row.wave === wave).map(({ member }) => member));

describe.each([2007, 1, 2])('the demo from seed %i', (seed) => {
  const panel = demoPanel({ seed, today: TODAY });
  const analysis = analyse(panel);
  const closed = analysis.waves.slice(0, 8);

  test('has nothing at fault', () => {
    expect(checkPanel(panel).map(faultText)).toEqual([]);
  });

  test('goes from strangers to a coordinating network that weakens once', () => {
    expect(closed.map(({ stage }) => [stage?.verdict.mode, stage?.verdict.status])).toEqual([
      [null, 'none'],
      [null, 'none'],
      [null, 'approaching'],
      ['cooperation', 'granted'],
      ['cooperation', 'approaching'],
      ['coordination', 'granted'],
      ['coordination', 'weakening'],
      ['coordination', 'granted'],
    ]);
    expect(closed.every(({ stage }) => (stage?.confidence.collaboration ?? 1) < 0.05)).toBe(true);
  });

  test('is told to be what it is not: one rung ahead at the end, while its own aim fits', () => {
    expect(closed.at(-1)?.stage?.gap).toEqual({ funder: 1, network: 0 });
    expect(closed.map(({ stage }) => stage?.declared.funder)).toEqual(Array(8).fill('collaboration'));
    expect(closed.map(({ stage }) => stage?.declared.network)).toEqual([
      null,
      null,
      null,
      null,
      ...Array<string>(4).fill('coordination'),
    ]);
  });

  test('has one pocket of four that collaborates, and stays ahead through the cut', () => {
    const pockets = closed.map(({ network }) => network?.mode?.levels.find(({ level }) => level === 3)?.pockets);
    expect(pockets.slice(0, 4)).toEqual([[], [], [], []]);
    expect(pockets[4]).toEqual([['child-health', 'family-support', 'schools']]);
    expect(pockets.slice(5)).toEqual([[POCKET], [POCKET], [POCKET]]);
    const inPocket = (member: string) => POCKET.some((agency) => member.startsWith(`${agency}-`));
    const trust = panel.answers.filter(({ wave, item }) => wave === closed[7]?.wave && item === 'trust_1');
    const mean = (rows: typeof trust) => rows.reduce((sum, { value }) => sum + value, 0) / rows.length;
    expect(mean(trust.filter(({ member }) => inPocket(member)))).toBeGreaterThan(
      mean(trust.filter(({ member }) => !inPocket(member))),
    );
  });

  test('rises from the thirties to about sixty, unevenly and with a fall', () => {
    for (const scale of SCALES) {
      const means = meansOf(analysis, scale).slice(0, 8);
      const steps = means.slice(1).map((mean, i) => mean - (means[i] ?? NaN));
      expect(means[0]).toBeGreaterThan(30);
      expect(means[0]).toBeLessThan(40);
      expect(means[7]).toBeGreaterThan(58);
      expect(means[7]).toBeLessThan(64);
      expect(Math.min(...steps)).toBeLessThan(-1);
      expect(Math.max(...steps) - Math.min(...steps)).toBeGreaterThan(8);
    }
  });

  test('misses about a fifth of the answers, and some items', () => {
    const eligible = closed.reduce((sum, wave) => sum + wave.eligible, 0);
    const heard = closed.reduce((sum, wave) => sum + wave.responded, 0);
    expect(heard / eligible).toBeGreaterThan(0.72);
    expect(heard / eligible).toBeLessThan(0.9);
    const asked = heard * 15;
    const answered = panel.answers.filter(({ wave }) => wave !== analysis.waves[8]?.wave).length;
    expect(asked - answered).toBeGreaterThan(0.01 * asked);
    expect(asked - answered).toBeLessThan(0.06 * asked);
  });

  test('has answers in the open wave, but not of the member whose link is shown', () => {
    const [last, open] = panel.waves.slice(-2);
    const answered = responded(panel, open?.wave ?? '');
    expect(answered.size).toBeGreaterThan(7);
    expect(answered.size).toBeLessThan(24);
    expect(answered).not.toContain(DEMO_MEMBER);
    expect(responded(panel, last?.wave ?? '')).toContain(DEMO_MEMBER);
    const member = panel.members.find((row) => row.member === DEMO_MEMBER);
    expect(member && open && isIn(member, open)).toBe(true);
  });

  test('has words from enough writers for the lead to read in the last closed wave', () => {
    const writers = panel.texts.filter(({ wave }) => wave === closed[7]?.wave).map(({ member }) => member);
    expect(new Set(writers).size).toBeGreaterThanOrEqual(5);
  });
});

describe('the demo', () => {
  const panel = demoPanel({ seed: 2007, today: TODAY });

  test('is the same from the same seed, and another from another', () => {
    expect(demoPanel({ seed: 2007, today: TODAY })).toEqual(panel);
    expect(demoPanel({ seed: 2008, today: TODAY }).answers).not.toEqual(panel.answers);
  });

  test('has fourteen agencies of two or three, two late joiners, a leaver and somebody who moved', () => {
    expect(panel.organisations).toHaveLength(14);
    const first = panel.waves[0]?.opens ?? '';
    expect(panel.organisations.filter(({ joined }) => joined > first)).toHaveLength(2);
    expect(panel.organisations.filter(({ left }) => left !== null)).toHaveLength(1);
    for (const { organisation } of panel.organisations)
      expect([2, 3]).toContain(panel.members.filter((member) => member.organisation === organisation).length);
    const moved = panel.members.filter(({ person }) => person !== undefined);
    expect(moved.map(({ organisation, joined, left }) => [organisation, joined, left])).toEqual([
      ['youth', expect.any(String), moved[1]?.joined],
      ['counselling', expect.any(String), null],
    ]);
  });

  test('reaches nobody: every address is at example.org', () => {
    expect(panel.members.every(({ email }) => email?.endsWith('@example.org'))).toBe(true);
    expect(new Set(panel.members.map(({ language }) => language))).toEqual(new Set(['en', 'id']));
  });

  test('logs every kind of event, changes its goals once, and has consents of all sorts', () => {
    expect(new Set(panel.events.map(({ kind }) => kind))).toEqual(new Set(EVENT_KINDS));
    expect(panel.goals).toHaveLength(2);
    expect(new Set(panel.organisations.map(({ named }) => named))).toEqual(new Set([true, false, undefined]));
  });

  // The seed that a first start uses: what the lead sees when each wave was released as it closed.
  test('shows the lead everything that the last closed wave should', () => {
    let ledger: Ledger | null = null;
    let shown: Release | null = null;
    for (let k = 1; k <= 8; k += 1) {
      const closed = new Set(panel.waves.slice(0, k).map(({ wave }) => wave));
      const out: { release: Release; ledger: Ledger } = release(analyse(closedPanel(panel, closed)), 'lead', {
        panel,
        closed,
        ledger,
      });
      ledger = out.ledger;
      shown = out.release;
    }
    const wave = shown?.waves.at(-1);
    for (const scale of SCALES) {
      expect(wave?.scales[scale]?.organisationMean).toBeTypeOf('number');
      expect(wave?.scales[scale]?.organisationCi).toHaveLength(2);
      expect(shown?.trends[scale]?.within?.perYear).toBeTypeOf('number');
    }
    expect(wave?.stage?.verdict).toEqual({ mode: 'coordination', status: 'granted' });
    const mode = wave?.network?.mode;
    expect(mode?.levels.map(({ density, reach }) => [typeof density, typeof reach])).toEqual(
      Array(3).fill(['number', 'number']),
    );
    expect(mode?.levels[2]?.pockets).toEqual([POCKET]);
    expect(mode?.ratings.length).toBeGreaterThan(100);
  }, 60_000);
});

describe.each(['2026-11-24', '2028-02-29', '2026-12-31', '2027-01-01', '2027-01-04', '2027-05-31', '2027-04-05'])(
  'made for %s',
  (today) => {
    const panel = demoPanel({ seed: 2007, today });

    test('eight waves are closed and the ninth is open, a quarter apart', () => {
      expect(checkPanel(panel).map(faultText)).toEqual([]);
      expect(panel.waves).toHaveLength(9);
      expect(panel.waves.filter(({ closes }) => closes < today)).toHaveLength(8);
      const open = panel.waves.filter(({ opens, closes }) => opens <= today && today <= closes);
      expect(open).toEqual([panel.waves[8]]);
      const quarters = panel.waves.map(({ wave }) => 4 * Number(wave.slice(0, 4)) + Number(wave.slice(6)));
      expect(quarters).toEqual(quarters.map((_, i) => (quarters[0] ?? 0) + i));
    });

    test('the story is told, and nothing in it lies ahead', () => {
      const last = analyse(panel).waves[7]?.stage;
      expect(last?.verdict).toEqual({ mode: 'coordination', status: 'granted' });
      const days = [
        ...panel.events.flatMap(({ starts, ends }) => [starts, ends ?? starts]),
        ...[...panel.goals, ...panel.declarations].map(({ from }) => from),
        ...[...panel.organisations, ...panel.members].flatMap(({ joined, left }) => [joined, left ?? joined]),
      ];
      expect(days.every((day) => day <= today)).toBe(true);
    }, 30_000);
  },
);
