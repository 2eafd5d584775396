const days = new Map<string, Intl.DateTimeFormat>();
// Making one takes longer than all else on the survey's page.
function daysIn(locale: string): Intl.DateTimeFormat {
  const known = days.get(locale);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone: 'UTC' });
  days.set(locale, made);
  return made;
}

/** A calendar day (`2026-01-31`) in words: '31 January 2026'. */
export const dayInWords = (day: string, locale: string): string => daysIn(locale).format(new Date(`${day}T00:00:00Z`));

/** An instant in words, in the zone given: '31 January 2026 at 14:05'. */
export const instantInWords = (instant: string, locale: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  }).format(new Date(instant));
