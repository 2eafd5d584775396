import { releaseOf, stageOf, waveOf } from '@rapport/messages/words/testing';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { describe, expect, it } from 'vitest';
import { csvCell, trendCsv } from './csv';
import { gapGroups } from './gap-groups';
import { markLabels } from '@rapport/charts/mark-labels';
import { seriesStyle } from '@rapport/charts/series-style';
import { dayNumber, trendData } from '@rapport/charts/trend-data';
import { trendQuery, trendViewOf } from './trend-view';

const three = () => ['w1', 'w2', 'w3'].map((id) => waveOf(id, stageOf()));
const event = (id: string, starts: string) => ({
  event: id,
  kind: 'workshop' as const,
  title: id,
  starts,
  ends: null,
  notes: null,
});

describe('the trend’s data', () => {
  it('draws the scales of readiness first, at the days on which waves opened', () => {
    const { series, waves, cuts } = trendData(releaseOf(three()), pulse1, 'en');
    expect(series.map(({ scale }) => scale)).toEqual(['trust', 'commitment', 'goals', 'routines']);
    expect(waves.map(({ day }) => day)).toEqual(['2025-01-10', '2025-02-10', '2025-03-10'].map(dayNumber));
    expect(cuts.map(({ name, cut }) => [name, cut])).toEqual([
      ['Cooperation', 40],
      ['Coordination', 55],
      ['Collaboration', 70],
    ]);
  });

  it('leaves a gap where a mean is held back, never a zero, and says why', () => {
    const waves = three();
    const trust = waves[1]?.scales.trust;
    if (trust) trust.organisationMean = null;
    const release = releaseOf(waves, {
      suppressed: [{ path: 'waves[1].scales.trust.organisationMean', reason: 'would-single-out' }],
    });
    const { series, gaps } = trendData(release, pulse1, 'en');
    expect(series[0]?.points.map((point) => point?.mean ?? null)).toEqual([60, null, 60]);
    expect(gaps).toMatchObject([{ scale: 'trust', label: 'Wave 2', reason: 'would-single-out' }]);
    expect(gapGroups([...gaps, ...gaps])).toMatchObject([{ waves: ['Wave 2', 'Wave 2'], reason: 'would-single-out' }]);
    expect(trendCsv(trendData(release, pulse1, 'en'))).toContain('w2,Wave 2,trust,Trust,,,,,');
  });

  it('finds the reason of a gap also when the first waves are not shown', () => {
    const waves = three();
    const trust = waves[2]?.scales.trust;
    if (trust) trust.organisationMean = null;
    const release = releaseOf(waves, {
      suppressed: [{ path: 'waves[2].scales.trust.organisationMean', reason: 'too-few-members' }],
    });
    const view = { scales: ['trust'], from: 'w2', to: null };
    expect(trendData(release, pulse1, 'en', view).gaps).toMatchObject([{ label: 'Wave 3', reason: 'too-few-members' }]);
  });

  it('numbers the log over all of it and marks what falls within the time shown', () => {
    const release = releaseOf(three());
    release.context.events = [event('late', '2027-01-01'), event('mid', '2025-02-20'), event('early', '2020-01-01')];
    expect(trendData(release, pulse1, 'en').marks).toMatchObject([{ event: 'mid', number: 2 }]);
  });

  it('shows what the address asks for, and everything for what it doesn’t know', () => {
    const shown = (query: string) => {
      const { series, waves } = trendData(releaseOf(three()), pulse1, 'en', trendViewOf(new URLSearchParams(query)));
      return [series.length, waves.map(({ wave }) => wave).join()];
    };
    expect(shown('scale=trust&scale=goals&from=w2&to=w2')).toEqual([2, 'w2']);
    expect(shown('scale=nothing&from=x')).toEqual([4, 'w1,w2,w3']);
    const view = { scales: ['trust'], from: 'w1', to: null };
    expect(trendViewOf(new URLSearchParams(trendQuery(view)))).toEqual(view);
  });
});

describe('what is drawn', () => {
  it('gives no two scales of an instrument the same colour, dash and marker', () => {
    const scales = ['trust', 'satisfaction', 'goals', 'pride', 'commitment', 'ease'];
    const styles = scales.map((scale) => JSON.stringify(seriesStyle(scale, scales)));
    expect(new Set(styles).size).toBe(scales.length);
  });

  it('joins the numbers of marks that would lie on each other', () => {
    const marks = [0, 2, 4, 60, 100].map((day, at) => ({ number: at + 1, day }));
    expect(markLabels(marks, 2).map(({ text }) => text)).toEqual(['1–3', '4', '5']);
    expect(markLabels(marks, 20).map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5']);
    expect(markLabels(marks, 0.01).map(({ text }) => text)).toEqual(['1–5']);
  });
});

describe('a cell of CSV', () => {
  it.each([
    [null, ''],
    [-3.5, '-3.5'],
    ['=1+1', "'=1+1"],
    ['-x', "'-x"],
    ['a,"b"', '"a,""b"""'],
  ])('%j becomes %s', (value, cell) => expect(csvCell(value)).toBe(cell));
});
