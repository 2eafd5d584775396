/** A wave of a series that is planned ahead: first and last day, both inclusive. */
export interface PlannedWave {
  wave: string;
  label: string;
  opens: string;
  closes: string;
}

export interface Series {
  /** Opening day of the first wave, `2026-01-31`. */
  opens: string;
  /** Days that each wave is open, 1 to 85: longer ones could meet the next. */
  days: number;
  /** How many waves, a quarter of a year apart. */
  count: number;
}

export const LONGEST_WAVE_DAYS = 85;
const MONTHS_APART = 3;
const DAY_MS = 86_400_000;

/**
 * A wave each quarter from `opens` on, on the same day of the month (its last where a month has no such day), as calendar days:
 * what they are as instants is up to the network's zone, so clocks that change move nothing. Named by quarter, `2026-Q4`, with a
 * letter behind it where `taken` has that name.
 */
export function quarterlySeries({ opens, days, count }: Series, taken: ReadonlySet<string> = new Set()): PlannedWave[] {
  const used = new Set(taken);
  return Array.from({ length: count }, (_, i) => {
    const first = monthsAfter(opens, i * MONTHS_APART);
    const wave = freeName(quarterOf(first), used);
    used.add(wave);
    return { wave, label: wave.replace('-', ' '), opens: first, closes: daysAfter(first, days - 1) };
  });
}

const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

function freeName(name: string, used: ReadonlySet<string>): string {
  for (const letter of ['', ...'bcdefghijklmnopqrstuvwxyz']) if (!used.has(name + letter)) return name + letter;
  throw new RangeError(`More than 26 waves in ${name}.`);
}

function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  lastOfMonth.setUTCDate(Math.min(date, lastOfMonth.getUTCDate()));
  return lastOfMonth.toISOString().slice(0, 10);
}

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
