import { SETTLED, UNMOVED, largestShare, shareIn } from './exposure.ts';
import type { Form } from './form.ts';
import type { Group } from './protected-groups.ts';
import { limitOf } from './room.ts';
import type { RowSpace } from './row-space.ts';

/**
 * Groups with an upper bound each of how nearly they are worked out. A figure raises it by its share in the group; where that
 * does not settle the matter, the projection does, and gives the bound anew.
 */
export class BoundedGroups {
  readonly bounds: number[];
  readonly #space: RowSpace;
  readonly #groups: Group[];
  /** The same from below, where it is known. */
  readonly #floors: number[] = [];
  #before: number[] = [];

  constructor(space: RowSpace, groups: readonly Group[], bounds: readonly number[]) {
    this.#space = space;
    this.#groups = [...groups];
    this.bounds = [...bounds];
  }

  /** Watches another group, of which nothing is known. */
  add(group: Group): void {
    this.#groups.push(group);
    this.bounds.push(1);
  }

  /** Remembers the bounds, for `undo`. */
  begin(): void {
    this.#before = [...this.bounds];
  }

  /** The figure does not go out. What bounds the space with it bounds the space without it as well. */
  undo(): void {
    for (let at = 0; at < this.bounds.length; at += 1)
      this.bounds[at] = Math.min(this.bounds[at] ?? 1, this.#before[at] ?? 1);
  }

  /** Raises the bounds by a figure that these groups do not decide about. */
  raise(direction: Float64Array): void {
    this.#groups.forEach((group, at) => (this.bounds[at] = (this.bounds[at] ?? 1) + shareIn(group, direction)));
  }

  /** Whether no group comes too near by a figure of this direction, which is in the space already; raises the bounds. */
  staySafe(direction: Float64Array, form: Form): boolean {
    const open: { group: Group; at: number; limit: number }[] = [];
    for (let at = 0; at < this.#groups.length; at += 1) {
      const group = this.#groups[at] ?? [];
      const rise = shareIn(group, direction);
      const bound = (this.bounds[at] ?? 1) + rise;
      this.bounds[at] = bound;
      if (rise <= UNMOVED) continue;
      const limit = limitOf(form, rise);
      if (bound >= Math.min(limit, SETTLED)) open.push({ group, at, limit });
      if ((this.#floors[at] ?? 0) >= limit) return false;
    }
    if (open.length === 0) return true;
    const projection = this.#space.projection([...new Set(open.flatMap(({ group }) => group))]);
    return open.every(({ group, at, limit }) => {
      const nearness = largestShare(group, projection);
      this.bounds[at] = Math.min(this.bounds[at] ?? 1, nearness);
      if (nearness < limit) return true;
      this.#floors[at] = largestShare(group, (i, j) => projection(i, j) - (direction[i] ?? 0) * (direction[j] ?? 0));
      return false;
    });
  }
}
