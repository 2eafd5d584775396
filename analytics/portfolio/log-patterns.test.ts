import type { EventKind } from '@rapport/surveys/panel';
import { describe, expect, it } from 'vitest';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import type { ReleasedAnalysis } from '../release/released-analysis.ts';
import { logPatterns } from './log-patterns.ts';
import { stretchesOf, type Stretch } from './stretches.ts';

let count = 0;
const stretch = (rose: boolean | null, ...kinds: EventKind[]): Stretch => ({
  from: `w${(count += 1)}`,
  to: `w${count + 1}`,
  kinds,
  rose,
});

describe('log patterns', () => {
  it('are not told of four networks', () => {
    const four = Array.from({ length: 4 }, () => [stretch(true, 'workshop'), stretch(false)]);
    expect(logPatterns(four)).toEqual({ networks: 4, needed: 5, stretches: 8, rose: 4, unknown: 0, kinds: null });
    // A fifth whose changes are all held back is no fifth.
    expect(logPatterns([...four, [stretch(null, 'workshop')]])).toMatchObject({ networks: 4, unknown: 1, kinds: null });
  });

  it('count by hand, with and without an entry of the kind', () => {
    // Workshops by network: 4 of 5, 1 of 1, 0 of 1, 1 of 2, 1 of 1; meetings in two networks only.
    const networks: Stretch[][] = [
      [
        stretch(true, 'workshop'),
        stretch(true, 'workshop', 'meeting'),
        stretch(true, 'workshop'),
        stretch(true, 'workshop'),
        stretch(false, 'workshop'),
        stretch(false),
      ],
      [stretch(true, 'workshop'), stretch(false), stretch(null, 'workshop')],
      [stretch(false, 'workshop'), stretch(true)],
      [stretch(true, 'workshop'), stretch(false, 'workshop'), stretch(false, 'meeting')],
      [stretch(true, 'workshop'), stretch(false)],
    ];
    const patterns = logPatterns(networks);
    expect(patterns).toMatchObject({ networks: 5, stretches: 15, rose: 8, unknown: 1 });
    expect(patterns.kinds?.map(({ kind }) => kind)).toEqual(['workshop', 'meeting']);
    const [workshop, meeting] = patterns.kinds ?? [];
    expect(workshop?.with).toMatchObject({ clusters: 5, n: 10, hits: 7, share: 0.7 });
    // Residuals .5, .3, -.7, -.4, .3: squares 1.08; v = 5/4·1.08/100 = .0135 < .021, so n* = n = 10; t²/10 = .770865;
    // middle = (.7 + .385432)/1.770865 = .612939; half = 2.776445/1.770865·√(.021 + .0192716) = .314633.
    expect(workshop?.with.ci?.[0]).toBeCloseTo(0.298306, 4);
    expect(workshop?.with.ci?.[1]).toBeCloseTo(0.927572, 4);
    expect(workshop?.without).toMatchObject({ clusters: 5, n: 5, hits: 1, share: 0.2 });
    expect(meeting?.with).toEqual({ clusters: 2, n: 2, hits: 1, share: null, ci: null });
  });
});

type Intervals = Record<string, [number, number] | null>;

describe('stretches', () => {
  // Guarantee: of a release `stretchesOf` reads no more than this.
  const aRelease = (ci: Intervals): ReleasedAnalysis =>
    ({
      instrument: 'pulse@1',
      waves: [{ wave: 'w1' }, { wave: 'w2' }, { wave: 'w3' }],
      changes: [
        {
          from: 'w1',
          to: 'w2',
          scales: Object.fromEntries(Object.entries(ci).map(([scale, own]) => [scale, { ci: own }])),
        },
        { from: 'w1', to: 'w3', scales: { trust: { ci: [5, 9] } } },
      ],
      events: [
        { events: ['a', 'b', 'c'], between: ['w1', 'w2'] },
        { events: ['d'], between: ['w2', 'w3'] },
        { events: ['e'], between: [null, 'w1'] },
      ],
      context: {
        waves: ['w1', 'w2', 'w3'].map((wave) => ({ wave, instrument: 'pulse@1' })),
        instruments: [pulse1],
        events: [
          { event: 'a', kind: 'workshop' },
          { event: 'b', kind: 'meeting' },
          { event: 'c', kind: 'workshop' },
          { event: 'd', kind: 'outcome' },
          { event: 'e', kind: 'procedure' },
        ],
      },
    }) as unknown as ReleasedAnalysis;
  const roseIn = (ci: Intervals) => stretchesOf(aRelease(ci))[0]?.rose;

  it('rose where a readiness scale is clear of zero and none fell', () => {
    expect(roseIn({ trust: [0.1, 4], goals: [-3, 2] })).toBe(true);
    expect(roseIn({ trust: [-0.1, 4], goals: [-3, 2] })).toBe(false);
    expect(roseIn({ trust: [0.1, 4], goals: [-3, -0.1] })).toBe(false);
  });

  it('are unknown where every readiness scale is held back, whatever another scale did', () => {
    expect(roseIn({ trust: null, commitment: null, goals: null, routines: [2, 3] })).toBeNull();
  });

  it('are those between neighbours whose change is there, with the kinds of entries between them, each once', () => {
    expect(stretchesOf(aRelease({ trust: [1, 2] }))).toEqual([
      { from: 'w1', to: 'w2', kinds: ['meeting', 'workshop'], rose: true },
    ]);
  });
});
