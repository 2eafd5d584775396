const formatters = new Map<string, Intl.DateTimeFormat>();

/** The calendar day, `2026-01-31`, that it is at `instant` in an IANA time zone. */
export function dayIn(timezone: string, instant: Date): string {
  let formatter = formatters.get(timezone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formatters.set(timezone, formatter);
  }
  return formatter.format(instant);
}

const HOUR = 3_600_000;

/**
 * The first instant at which `day` is over in a time zone, to the millisecond. Local midnight may not exist on the day
 * that clocks go forward, so it is searched for rather than constructed.
 */
export function endOfDay(timezone: string, day: string): Date {
  const nextDay = Date.parse(`${day}T00:00:00Z`) + 24 * HOUR;
  let before = nextDay - 15 * HOUR;
  let after = nextDay + 13 * HOUR;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(timezone, new Date(middle)) <= day) before = middle;
    else after = middle;
  }
  return new Date(after);
}

/** The calendar day `days` after `day`, before it where negative. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);

/** The first instant of `day` in a time zone. */
export const startOfDay = (timezone: string, day: string): Date => endOfDay(timezone, addDays(day, -1));
