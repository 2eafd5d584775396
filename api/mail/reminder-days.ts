import { addDays, startOfDay } from '@rapport/db/calendar';
import type { ReminderDays } from '@rapport/db/tables/panel';

/** Day 3 and day 5 after the opening, then 2 days before the last. */
export const DEFAULT_REMINDERS: ReminderDays = { afterOpening: [3, 5], beforeClose: [2] };

const MORNING_MS = 9 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** When mails of a day go out: nine hours after it began in the network's time zone. */
export const morningOf = (timezone: string, day: string): Date =>
  new Date(startOfDay(timezone, day).getTime() + MORNING_MS);

/** The days of a wave on which reminders go out, in order: after the opening day, up to the last. */
export function reminderDays(
  { opens, closes }: { opens: string; closes: string },
  { afterOpening, beforeClose }: ReminderDays,
): string[] {
  const days = [
    ...afterOpening.map((days) => addDays(opens, days)),
    ...beforeClose.map((days) => addDays(closes, -days)),
  ];
  return [...new Set(days)].filter((day) => day > opens && day <= closes).sort();
}

/**
 * The reminder that is due: the latest whose morning has come, and only within a day of it, so that a server that was down
 * for long does not remind of what is over. `before`: members invited by then have had most of a day to answer.
 */
export function dueReminder(
  wave: { opens: string; closes: string },
  timezone: string,
  reminders: ReminderDays,
  now: Date,
): { day: string; before: Date } | null {
  const past = reminderDays(wave, reminders)
    .map((day) => ({ day, morning: morningOf(timezone, day).getTime() }))
    .findLast(({ morning }) => morning <= now.getTime());
  if (!past || now.getTime() - past.morning > DAY_MS) return null;
  return { day: past.day, before: new Date(past.morning - 0.8 * DAY_MS) };
}
