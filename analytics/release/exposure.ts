import { rotateToDiagonal } from '../stats/symmetric-eigen.ts';
import type { Group, WaveGroups } from './protected-groups.ts';

/** A combination is taken for worked out when all but a thousandth of its square lies in the row space. */
export const EXPOSED = 0.999;
/** Below this an upper bound on the largest eigenvalue settles the matter. */
export const SETTLED = 0.95;
/** Every group smaller than the smallest cell is tried one by one while there are at most so many. */
const MOST_GROUPS = 2000;

/** Entries of the projection onto a row space, by coordinates. */
export type Projection = (row: number, column: number) => number;

/**
 * Whether a combination of a group's unknowns alone lies in the row space: the projection restricted to the group has an
 * eigenvalue of 1, so that `limit`·I minus it is not positive definite. A lower `limit` asks how near it comes.
 */
export function isExposed(group: Group, projection: Projection, limit: number): boolean {
  if (traceOf(group, projection) < limit) return false;
  const m = group.length;
  const factor = new Float64Array(m * m);
  for (let i = 0; i < m; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = (i === j ? limit : 0) - projection(group[i] ?? 0, group[j] ?? 0);
      for (let k = 0; k < j; k += 1) sum -= (factor[i * m + k] ?? 0) * (factor[j * m + k] ?? 0);
      if (i > j) factor[i * m + j] = sum / (factor[j * m + j] ?? 1);
      else if (sum <= 0) return true;
      else factor[i * m + i] = Math.sqrt(sum);
    }
  }
  return false;
}

/** A group in which less of a new direction's square lies is where it was. */
export const UNMOVED = 1e-12;

/** How much of a direction's square lies in a group. */
export function shareIn(group: Group, direction: Float64Array): number {
  let share = 0;
  for (let i = 0; i < group.length; i += 1) share += (direction[group[i] ?? 0] ?? 0) ** 2;
  return share;
}

/** How nearly some combination of a group's unknowns alone lies in the row space, 0–1: the largest eigenvalue. */
export function largestShare(group: Group, projection: Projection): number {
  const m = group.length;
  const matrix = new Float64Array(m * m);
  for (let i = 0; i < m; i += 1)
    for (let j = 0; j <= i; j += 1) matrix[i * m + j] = matrix[j * m + i] = projection(group[i] ?? 0, group[j] ?? 0);
  rotateToDiagonal(matrix, new Float64Array(m * m), m);
  let largest = 0;
  for (let i = 0; i < m; i += 1) largest = Math.max(largest, matrix[i * m + i] ?? 0);
  return largest;
}

/** The eigenvalues' sum: an upper bound of the largest. */
function traceOf(group: Group, projection: Projection): number {
  let trace = 0;
  for (const place of group) trace += projection(place, place);
  return trace;
}

/** Whether anything protected within a wave is exposed: its named groups, every person and, while they are few, every small group. */
export function waveExposed(
  { people, named }: WaveGroups,
  projection: Projection,
  minimumCell: number,
  limit: number,
): boolean {
  if (named.some((group) => isExposed(group, projection, limit))) return true;
  const size = Math.min(largestTried(people.length, minimumCell - 1), people.length);
  return someUnion(people, size, (group) => isExposed(group, projection, limit));
}

/** How large the groups may be so that all of them are at most `MOST_GROUPS`; at least one person. */
function largestTried(people: number, most: number): number {
  let total = people;
  let ofSize = people;
  let size = 1;
  while (size < most) {
    ofSize = (ofSize * (people - size)) / (size + 1);
    total += ofSize;
    if (total > MOST_GROUPS) break;
    size += 1;
  }
  return size;
}

/** Whether `test` holds for the union of any `size` of the people; a group that is exposed stays so in a larger one. */
function someUnion(people: readonly Group[], size: number, test: (group: Group) => boolean): boolean {
  const union: number[] = [];
  const visit = (from: number, left: number): boolean => {
    if (left === 0) return test(union);
    for (let place = from; place <= people.length - left; place += 1) {
      const length = union.length;
      for (const coordinate of people[place] ?? []) union.push(coordinate);
      if (visit(place + 1, left - 1)) return true;
      union.length = length;
    }
    return false;
  };
  return size > 0 && visit(0, size);
}
