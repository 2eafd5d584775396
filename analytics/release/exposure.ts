import type { Group, WaveGroups } from './protected-groups.ts';

/** A combination is taken for worked out when all but a thousandth of its square lies in the row space. */
export const EXPOSED = 0.999;
/** Below this a bound on the largest eigenvalue settles the matter. */
export const SETTLED = 0.95;
/** Every group smaller than the smallest cell is tried one by one while there are at most so many. */
const MOST_GROUPS = 2000;

/** The projection matrix of a row space over the coordinates of some blocks. */
export interface Projected {
  matrix: Float64Array;
  /** Order of the matrix. */
  order: number;
  /** First row and number of rows of each block. */
  at: ReadonlyMap<number, readonly [start: number, width: number]>;
}

/**
 * Whether a combination of a group's unknowns alone lies in the row space: the projection restricted to the group has an
 * eigenvalue of 1, so that `EXPOSED`·I minus it is not positive definite.
 */
export function isExposed(group: Group, { matrix, order, at }: Projected): boolean {
  const rows: number[] = [];
  for (const block of group) {
    const [start, width] = at.get(block) ?? [0, 0];
    for (let i = 0; i < width; i += 1) rows.push(start + i);
  }
  const m = rows.length;
  const factor = new Float64Array(m * m);
  for (let i = 0; i < m; i += 1) {
    const row = (rows[i] ?? 0) * order;
    for (let j = 0; j <= i; j += 1) {
      let sum = (i === j ? EXPOSED : 0) - (matrix[row + (rows[j] ?? 0)] ?? 0);
      for (let k = 0; k < j; k += 1) sum -= (factor[i * m + k] ?? 0) * (factor[j * m + k] ?? 0);
      if (i === j) {
        if (sum <= 0) return true;
        factor[i * m + i] = Math.sqrt(sum);
      } else factor[i * m + j] = sum / (factor[j * m + j] ?? 1);
    }
  }
  return false;
}

/**
 * An upper bound of the largest eigenvalue over every group of fewer than `minimumCell` people, from the Frobenius norms of the
 * blocks between them: a person's own, and the largest of those shared with others (Gershgorin, by blocks).
 */
export function smallGroupBound({ people }: WaveGroups, projected: Projected, minimumCell: number): number {
  const rowsOf = people.map((group) =>
    group.flatMap((block) => {
      const [start, width] = projected.at.get(block) ?? [0, 0];
      return Array.from({ length: width }, (_, i) => start + i);
    }),
  );
  let bound = 0;
  for (const own of rowsOf) {
    const shared: number[] = [];
    let alone = 0;
    for (const other of rowsOf) {
      const norm = frobenius(own, other, projected);
      if (own === other) alone = norm;
      else shared.push(norm);
    }
    shared.sort((a, b) => b - a);
    bound = Math.max(bound, alone + shared.slice(0, minimumCell - 2).reduce((sum, norm) => sum + norm, 0));
  }
  return bound;
}

function frobenius(rows: readonly number[], columns: readonly number[], { matrix, order }: Projected): number {
  let squares = 0;
  for (const row of rows) for (const column of columns) squares += (matrix[row * order + column] ?? 0) ** 2;
  return Math.sqrt(squares);
}

/** Whether anything protected within a wave is exposed: its named groups, every person and, while they are few, every small group. */
export function waveExposed(groups: WaveGroups, projected: Projected, minimumCell: number): boolean {
  if (groups.named.some((group) => isExposed(group, projected))) return true;
  const largest = largestTried(groups.people.length, minimumCell - 1);
  return someGroup(groups.people, largest, (group) => isExposed(group, projected));
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

/** Whether `test` holds for the union of any `largest` of the people; a group that is exposed stays so in a larger one. */
function someGroup(people: readonly Group[], largest: number, test: (group: Group) => boolean): boolean {
  const size = Math.min(largest, people.length);
  const chosen: number[] = [];
  const visit = (from: number): boolean => {
    if (chosen.length === size) return test(chosen.flatMap((place) => people[place] ?? []));
    for (let place = from; place <= people.length - (size - chosen.length); place += 1) {
      chosen.push(place);
      if (visit(place + 1)) return true;
      chosen.pop();
    }
    return false;
  };
  return size > 0 && visit(0);
}
