import { expect, test } from 'vitest';
import { closingDay, closingInstant, waveState } from './wave-state.ts';

const wave = { opens: '2026-01-10', closes: '2026-01-20' };
const stateAt = (instant: string, timezone = 'America/New_York') => waveState(wave, timezone, new Date(instant));

test('a wave is open from the start of its first day to the end of its last, in the network’s zone', () => {
  expect(stateAt('2026-01-10T04:59:59.999Z')).toBe('upcoming');
  expect(stateAt('2026-01-10T05:00:00Z')).toBe('open');
  expect(stateAt('2026-01-21T04:59:59.999Z')).toBe('open');
  expect(stateAt('2026-01-21T05:00:00Z')).toBe('closed');
  expect(stateAt('2026-01-21T04:59:59.999Z', 'Etc/UTC')).toBe('closed');
});

test('a stored instant closes it early', () => {
  const closedAt = new Date('2026-01-12T12:00:00Z');
  expect(waveState({ ...wave, closedAt }, 'Etc/UTC', new Date('2026-01-11T00:00:00Z'))).toBe('closed');
  expect(closingInstant({ ...wave, closedAt }, 'Etc/UTC')).toEqual(closedAt);
  expect(closingInstant({ ...wave, closedAt: null }, 'Asia/Jakarta')).toEqual(new Date('2026-01-20T17:00:00Z'));
});

test('the last day that took answers is the one that was closed on', () => {
  expect(closingDay(wave, 'Asia/Jakarta')).toBe('2026-01-20');
  expect(closingDay({ ...wave, closedAt: new Date('2026-01-12T17:00:00.001Z') }, 'Asia/Jakarta')).toBe('2026-01-13');
});
