import { expect, it } from 'vitest';
import { quarterlySeries } from './wave-series.ts';

it('opens a wave each quarter on the same day and names it by its quarter', () => {
  expect(quarterlySeries({ opens: '2026-11-02', days: 14, count: 3 })).toEqual([
    { wave: '2026-Q4', label: '2026 Q4', opens: '2026-11-02', closes: '2026-11-15' },
    { wave: '2027-Q1', label: '2027 Q1', opens: '2027-02-02', closes: '2027-02-15' },
    { wave: '2027-Q2', label: '2027 Q2', opens: '2027-05-02', closes: '2027-05-15' },
  ]);
});

it('keeps to the last day of a shorter month without drifting, leap years too', () => {
  const opens = quarterlySeries({ opens: '2027-11-30', days: 1, count: 4 }).map((wave) => wave.opens);
  expect(opens).toEqual(['2027-11-30', '2028-02-29', '2028-05-30', '2028-08-30']);
});

it('gives another name where one is taken', () => {
  const series = quarterlySeries({ opens: '2026-10-01', days: 7, count: 2 }, new Set(['2026-Q4', '2026-Q4b']));
  expect(series.map((wave) => wave.wave)).toEqual(['2026-Q4c', '2027-Q1']);
});
