import { expect, test } from 'vitest';
import { dayIn, endOfDay } from './calendar.ts';

test('the day it is depends on the zone', () => {
  const instant = new Date('2026-01-31T17:00:00Z');
  expect(dayIn('Etc/UTC', instant)).toBe('2026-01-31');
  expect(dayIn('Asia/Jakarta', instant)).toBe('2026-02-01');
  expect(dayIn('Pacific/Honolulu', instant)).toBe('2026-01-31');
});

// Each checked with GNU date: TZ=Europe/Berlin date -d '2026-03-30 00:00' -u +%FT%TZ
test.each([
  ['Etc/UTC', '2026-01-31', '2026-02-01T00:00:00.000Z'],
  ['Asia/Jakarta', '2026-01-31', '2026-01-31T17:00:00.000Z'],
  ['America/New_York', '2026-01-31', '2026-02-01T05:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-01-31', '2026-01-31T10:00:00.000Z'],
  ['Pacific/Pago_Pago', '2026-01-31', '2026-02-01T11:00:00.000Z'],
  ['Asia/Kathmandu', '2026-01-31', '2026-01-31T18:15:00.000Z'],
  // the days on which clocks go forward and back
  ['Europe/Berlin', '2026-03-28', '2026-03-28T23:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29', '2026-03-29T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25', '2026-10-25T23:00:00.000Z'],
  // in Beirut 31 March 2024 had no midnight: it began at 01:00
  ['Asia/Beirut', '2024-03-30', '2024-03-30T22:00:00.000Z'],
])('in %s, %s is over at %s', (timezone, day, end) => {
  expect(endOfDay(timezone, day).toISOString()).toBe(end);
});
