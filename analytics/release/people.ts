import type { People, PeopleRate } from './released-analysis.ts';

/** Lower ends of the bins in which funders see people counted. */
const BINS = [0, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500] as const;

/** The bin that a count of people falls in. @example binPeople(23) // { from: 20, to: 29 } */
export function binPeople(count: number): { from: number; to: number | null } {
  const above = BINS.findIndex((lower) => lower > count);
  if (above === -1) return { from: BINS[BINS.length - 1] ?? 0, to: null };
  return { from: BINS[above - 1] ?? 0, to: (BINS[above] ?? 0) - 1 };
}

/** The tenth that a share of people (0–1) falls in; 1 is in the last. @example binRate(0.83) // { from: 0.8, to: 0.9 } */
export function binRate(rate: number): { from: number; to: number } {
  const tenth = Math.min(9, Math.floor(rate * 10 + 1e-9));
  return { from: tenth / 10, to: (tenth + 1) / 10 };
}

/** `23`, `20–29` or `500+`. */
export function peopleText(people: People): string {
  if (typeof people === 'number') return String(people);
  return people.to === null ? `${people.from}+` : `${people.from}–${people.to}`;
}

/** `83%` or `80–90%`; null stays null. */
export function rateText(rate: PeopleRate): string | null {
  if (rate === null) return null;
  const percent = (share: number): string => String(Math.round(share * 100));
  return typeof rate === 'number' ? `${percent(rate)}%` : `${percent(rate.from)}–${percent(rate.to)}%`;
}

/** The smallest count that a number or bin can stand for: for drawing, never for computing. */
export const atLeast = (people: People): number => (typeof people === 'number' ? people : people.from);

/** Where a rate is drawn: itself, or the middle of its bin; null stays null. */
export const ratePoint = (rate: PeopleRate): number | null =>
  rate === null || typeof rate === 'number' ? rate : (rate.from + rate.to) / 2;
