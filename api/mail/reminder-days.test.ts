import { describe, expect, it } from 'vitest';
import { DEFAULT_REMINDERS, dueReminder, morningOf, reminderDays } from './reminder-days.ts';

const wave = { opens: '2026-03-27', closes: '2026-04-09' };
const at = (instant: string) => new Date(instant);

describe('reminder days', () => {
  it('are day 3, day 5 and two days before the last, by default', () => {
    expect(reminderDays(wave, DEFAULT_REMINDERS)).toEqual(['2026-03-30', '2026-04-01', '2026-04-07']);
  });

  it('fall within the wave, each once', () => {
    const short = { opens: '2026-03-27', closes: '2026-03-31' };
    expect(reminderDays(short, DEFAULT_REMINDERS)).toEqual(['2026-03-29', '2026-03-30']);
    expect(reminderDays(short, { afterOpening: [4, 4, 5], beforeClose: [0, 1, 4] })).toEqual([
      '2026-03-30',
      '2026-03-31',
    ]);
    expect(reminderDays(short, { afterOpening: [], beforeClose: [] })).toEqual([]);
  });
});

describe('a morning', () => {
  // By the time zone's rules: Jakarta is UTC+7 all year; Berlin goes from UTC+1 to UTC+2 on 29 March 2026.
  it.each([
    ['Etc/UTC', '2026-03-30', '2026-03-30T09:00:00Z'],
    ['Asia/Jakarta', '2026-03-30', '2026-03-30T02:00:00Z'],
    ['Europe/Berlin', '2026-03-28', '2026-03-28T08:00:00Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-30T07:00:00Z'],
  ])('in %s on %s', (timezone, day, instant) => {
    expect(morningOf(timezone, day)).toEqual(at(instant));
  });
});

describe('the reminder that is due', () => {
  const due = (instant: string) => dueReminder(wave, 'Asia/Jakarta', DEFAULT_REMINDERS, at(instant))?.day ?? null;

  it('is that of the latest morning', () => {
    expect(due('2026-03-30T01:59:59Z')).toBeNull();
    expect(due('2026-03-30T02:00:00Z')).toBe('2026-03-30');
    expect(due('2026-04-01T02:00:00Z')).toBe('2026-04-01');
  });

  it('lapses a day later, so that a long outage is not followed by what is over', () => {
    expect(due('2026-03-31T02:00:00Z')).toBe('2026-03-30');
    expect(due('2026-03-31T02:00:01Z')).toBeNull();
  });
});
