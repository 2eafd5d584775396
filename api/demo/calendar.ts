import type { Wave } from '@rapport/surveys/panel';

const DAY = 86_400_000;

/** Waves of the demo: all but the last are closed on the day it is made for. */
export const WAVES = 9;
const OPEN_FOR = 21;
/** The ninth wave opened so many days ago: long enough for the first answers to be in. */
const OPENED_AGO = 5;

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => iso(Date.parse(day) + days * DAY);

/** The same day of an earlier month, or that month's last day where it is shorter. */
function monthsBefore(day: string, months: number): string {
  const date = new Date(Date.parse(day));
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months + 1, 0)).getUTCDate();
  return addDays(iso(first), Math.min(date.getUTCDate(), last) - 1);
}

/** Nine quarterly waves of three weeks; the ninth is open on `today`. */
export function demoWaves(today: string): Wave[] {
  const latest = addDays(today, -OPENED_AGO);
  return Array.from({ length: WAVES }, (_, i) => {
    const opens = monthsBefore(latest, 3 * (WAVES - 1 - i));
    const quarter = Math.floor((Number(opens.slice(5, 7)) - 1) / 3) + 1;
    const year = opens.slice(0, 4);
    return { wave: `${year}-Q${quarter}`, label: `${year} Q${quarter}`, opens, closes: addDays(opens, OPEN_FOR - 1) };
  });
}

/**
 * Days told by the waves' own count: `at(3)` is the day on which the third opens, `at(3.5)` the middle of the quarter
 * that follows, `at(0.5)` half a quarter before the first. `at(10)` would be a quarter after the ninth.
 */
export function storyDays(waves: readonly Wave[]): (place: number) => string {
  return (place) => {
    const before = Math.min(Math.max(Math.floor(place), 1), waves.length);
    const opens = waves[before - 1]?.opens;
    if (opens === undefined) throw new RangeError(`no wave ${before}`);
    const next = waves[before]?.opens ?? addDays(opens, 91);
    const quarter = Math.round((Date.parse(next) - Date.parse(opens)) / DAY);
    return addDays(opens, Math.round((place - before) * quarter));
  };
}
