import type { TieAnswer } from '../waves.ts';

/** No rating: never 0, which is an answer. */
export const MISSING = -1;
/** More than a question can have: the instrument allows ratings from 0 to 100. */
const RATINGS = 128;

/** The organisations' ratings of each other on one tie question in one wave. Places are those of the wave's organisations. */
export interface Ratings {
  organisations: readonly string[];
  /** Row-major, rater by rated: the rating, or MISSING. */
  values: Int16Array;
  /** Places in `values` that hold a rating, rising. */
  observed: readonly number[];
  /** Places of the organisations that rated anybody, rising. */
  heard: readonly number[];
}

/**
 * A's rating of B is the upper median over A's members who rated B: people know their own agency's ties in part, and the
 * better informed half decides. Missing stays missing.
 *
 * @example members of `a` rate `b` 1, 2 → 2; 1, 1, 2 → 1
 */
export function organisationRatings(organisations: readonly string[], answers: readonly TieAnswer[]): Ratings {
  const g = organisations.length;
  // Cell and rating in one number: sorted, each cell's ratings stand side by side, in order.
  const sorted = new Float64Array(answers.length);
  answers.forEach(({ from, to, value }, i) => {
    sorted[i] = (from * g + to) * RATINGS + value;
  });
  sorted.sort();
  const values = new Int16Array(g * g).fill(MISSING);
  const observed: number[] = [];
  for (let first = 0; first < sorted.length;) {
    const cell = Math.floor((sorted[first] ?? 0) / RATINGS);
    let end = first + 1;
    while (end < sorted.length && (sorted[end] ?? 0) < (cell + 1) * RATINGS) end += 1;
    values[cell] = (sorted[first + Math.floor((end - first) / 2)] ?? 0) % RATINGS;
    observed.push(cell);
    first = end;
  }
  const heard = [...new Set(observed.map((cell) => Math.floor(cell / g)))];
  return { organisations, values, observed, heard };
}

/** The ratings by name, rater by rater, then rated by rated. */
export const namedRatings = ({
  organisations,
  values,
  observed,
}: Ratings): { from: string; to: string; value: number }[] =>
  observed.map((cell) => ({
    from: organisations[Math.floor(cell / organisations.length)] ?? '',
    to: organisations[cell % organisations.length] ?? '',
    value: values[cell] ?? MISSING,
  }));

/** Two organisations that rated each other: the places `a` < `b`, a's rating of b and b's of a. */
export interface Dyad {
  a: number;
  b: number;
  ab: number;
  ba: number;
}

/** The dyads observed from both sides. */
export function jointDyads({ organisations, values, observed }: Ratings): Dyad[] {
  const g = organisations.length;
  const dyads: Dyad[] = [];
  for (const cell of observed) {
    const a = Math.floor(cell / g);
    const b = cell % g;
    const ba = values[b * g + a] ?? MISSING;
    if (a < b && ba !== MISSING) dyads.push({ a, b, ab: values[cell] ?? MISSING, ba });
  }
  return dyads;
}

/** The dyads *confirmed* at a level: both sides at or above it. */
export const confirmedAt = (dyads: readonly Dyad[], level: number): Dyad[] =>
  dyads.filter(({ ab, ba }) => ab >= level && ba >= level);
