import { describe, expect, it } from 'vitest';
import type { ReleasedTrend } from '@rapport/analytics/release/released-analysis';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { releaseOf, stageOf, waveOf } from './testing.ts';
import { disagreeingTrends, trendSentence } from './trends.ts';

const trendOf = (perYear: number, pHolm: number, all = perYear): ReleasedTrend => ({
  model: 'random-intercept',
  n: 100,
  members: 20,
  perYear: all,
  se: 1,
  df: 9,
  ci: [all - 2, all + 2],
  p: pHolm,
  pHolm,
  intercept: null,
  varianceBetween: null,
  varianceWithin: null,
  singular: false,
  ols: null,
  randomSlope: null,
  exploratory: false,
  instruments: ['pulse@1'],
  within: { n: 90, members: 18, organisations: 10, perYear, se: 1, df: 9, ci: null, p: pHolm, pHolm },
});

const two = [waveOf('w1', stageOf()), waveOf('w2', stageOf())];
const said = (trends: Record<string, ReleasedTrend | null>) => trendSentence(releaseOf(two, { trends }), pulse1, 'en');

describe('the trend sentence', () => {
  it('names what rose, and what rose most', () => {
    expect(said({ trust: trendOf(16.2, 0.001), commitment: trendOf(3, 0.3), goals: null })).toBe(
      'Trust rose by 16 points a year',
    );
    expect(said({ trust: trendOf(16, 0.001), commitment: trendOf(17.6, 0.001), goals: trendOf(2, 0.4) })).toBe(
      'Trust and commitment rose, commitment most: by 18 points a year',
    );
  });

  it('names what fell beside what rose', () => {
    expect(said({ trust: trendOf(5, 0.01), goals: trendOf(-5, 0.01) })).toBe('Trust rose while shared goals fell');
    expect(said({ trust: trendOf(-5, 0.01) })).toBe('Trust fell by 5 points a year');
  });

  it('claims nothing that Holm does not bear out, and leaves out what readiness does not rest on', () => {
    expect(said({ trust: trendOf(5, 0.06), routines: trendOf(20, 0.0001) })).toMatch(/could be chance/);
  });

  it('says that one wave has no direction, that too few answered twice, and that it is held back', () => {
    expect(trendSentence(releaseOf(two.slice(0, 1)), pulse1, 'en')).toMatch(/^One wave/);
    expect(said({})).toMatch(/^Too few/);
    const suppressed = [{ path: 'trends.trust.within.perYear', reason: 'would-single-out' as const }];
    expect(trendSentence(releaseOf(two, { suppressed }), pulse1, 'en')).toMatch(/held back/);
  });

  it('says so when the same people and all who ever answered point different ways', () => {
    const release = (all: number) => releaseOf(two, { trends: { trust: trendOf(4, 0.01, all) } });
    expect(disagreeingTrends(release(-2), pulse1, 'en')).toHaveLength(1);
    expect(disagreeingTrends(release(3), pulse1, 'en')).toEqual([]);
  });
});
