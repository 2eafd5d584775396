import { EXPOSED, SETTLED, isExposed, largestShare, waveExposed, type Projection } from './exposure.ts';
import { wavesOf, type Form } from './form.ts';
import {
  historyGroups,
  pairGroups,
  partGroups,
  smallMoves,
  waveGroups,
  type Group,
  type WaveGroups,
} from './protected-groups.ts';
import { addOuter, type Addition, type RowSpace } from './row-space.ts';
import type { Unknowns } from './unknowns.ts';

/**
 * How nearly a kind of figure may bring any group to being worked out: figures of less importance leave room for the levels and
 * the headline trend of waves to come. Any other kind: `HEADROOM`.
 */
const LIMITS: Partial<Record<Form['form'], number>> = { level: EXPOSED, within: EXPOSED, mixed: 0.95, change: 0.85 };
const HEADROOM = 0.75;

const limitOf = (form: Form): number =>
  form.form === 'change' && form.part !== 'within' ? HEADROOM : (LIMITS[form.form] ?? HEADROOM);

/** Keeps watch over everything that is protected while figures are added to a row space. */
export interface Watch {
  /** Whether the space may grow by `addition`, which is on it already for the time being. Changes nothing when not. */
  admits(form: Form, addition: Addition): boolean;
  /** The form is out: what it protects is watched from now on. */
  added(form: Form): void;
  /** What to hand to the watch of the next release. */
  memory(): number[][];
}

/** The groups of one scale, by wave and by compared pair of waves. */
export class Guarded {
  readonly unknowns: Unknowns;
  readonly forms: readonly Form[];
  readonly waves: WaveGroups[];
  /** Small groups of stayers, leavers and joiners between any two waves. */
  readonly moves: Group[];
  readonly minimumCell: number;
  readonly #pairs = new Map<string, Group[]>();
  readonly #touched: ReadonlySet<number>;

  constructor(unknowns: Unknowns, forms: readonly Form[], minimumCell: number) {
    this.unknowns = unknowns;
    this.forms = forms;
    this.minimumCell = minimumCell;
    this.moves = smallMoves(unknowns, minimumCell);
    this.waves = waveGroups(unknowns, forms, minimumCell);
    this.#touched = new Set(forms.flatMap(wavesOf));
  }

  /** Whether any form that was out at the start rests on a wave. */
  isTouched(wave: number): boolean {
    return this.#touched.has(wave);
  }

  added(form: Form): void {
    if (form.form === 'part') this.waves[form.at[0]]?.named.push(...this.parts(form));
  }

  /** What is protected over the pair of waves that a form compares; nothing for a form that compares none. */
  pairOf(form: Form): Group[] {
    if (form.form !== 'change' && form.form !== 'attendance') return [];
    const key = JSON.stringify([form.from, form.to, form.form === 'attendance' ? form.organisations : null]);
    let groups = this.#pairs.get(key);
    if (groups === undefined) {
      groups = pairGroups(this.unknowns, form, this.minimumCell);
      this.#pairs.set(key, groups);
    }
    return groups;
  }

  /** The small ones among a part and the rest, for a form that is a part. */
  parts(form: Form): Group[] {
    return form.form === 'part' ? partGroups(this.unknowns, form, this.minimumCell) : [];
  }
}

/**
 * The watch while unknowns are few: the whole projection is kept, and every group is tried after every figure, people also with
 * all that they ever said.
 */
export class WholeWatch implements Watch {
  readonly #guarded: Guarded;
  readonly #histories: Group[];
  readonly #pairs: Set<Group[]>;
  readonly #matrix: Float64Array;
  readonly #projection: Projection;

  constructor(guarded: Guarded, space: RowSpace) {
    const { size } = space;
    const before = space.projection(Array.from({ length: size }, (_, place) => place));
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j <= i; j += 1) matrix[i * size + j] = matrix[j * size + i] = before(i, j);
    this.#guarded = guarded;
    this.#histories = historyGroups(guarded.unknowns);
    this.#pairs = new Set(guarded.forms.map((form) => guarded.pairOf(form)));
    this.#matrix = matrix;
    this.#projection = (row, column) => matrix[row * size + column] ?? 0;
  }

  admits(form: Form, { direction }: Addition): boolean {
    addOuter(this.#matrix, direction, 1);
    if (!this.#anyExposed(form, direction)) return true;
    addOuter(this.#matrix, direction, -1);
    return false;
  }

  added(form: Form): void {
    this.#guarded.added(form);
    this.#pairs.add(this.#guarded.pairOf(form));
  }

  memory(): number[][] {
    return [];
  }

  #anyExposed(form: Form, direction: Float64Array): boolean {
    const { waves, moves, minimumCell } = this.#guarded;
    const moved = (group: Group): boolean => group.some((place) => Math.abs(direction[place] ?? 0) > 1e-9);
    const limit = limitOf(form);
    const exposed = (group: Group): boolean => moved(group) && isExposed(group, this.#projection, limit);
    return (
      [...this.#guarded.parts(form), ...this.#guarded.pairOf(form), ...this.#histories, ...moves].some(exposed) ||
      [...this.#pairs].some((groups) => groups.some(exposed)) ||
      waves.some((groups) => groups.people.some(moved) && waveExposed(groups, this.#projection, minimumCell, limit))
    );
  }
}

/**
 * The watch over many unknowns: for each group of a wave an upper bound of how nearly it is worked out is kept from release to
 * release, raised by each figure, and put right by the projection of the group alone when it no longer settles the matter.
 */
export class BoundedWatch implements Watch {
  readonly #guarded: Guarded;
  readonly #space: RowSpace;
  /** By wave: people, then named groups. */
  readonly #bounds: number[][];
  /** The same from below, where it is known. */
  readonly #floors: number[][];

  constructor(guarded: Guarded, space: RowSpace, memory: readonly (readonly number[])[]) {
    this.#guarded = guarded;
    this.#space = space;
    this.#floors = guarded.waves.map(() => []);
    this.#bounds = guarded.waves.map(({ people, named }, wave) => {
      const known = memory[wave] ?? [];
      const count = people.length + named.length;
      // Groups of unknown standing begin at the worst, and are put right when a figure moves them.
      const worst = guarded.isTouched(wave) ? 1000 : 0;
      return Array.from({ length: count }, (_, g) => (known.length === count ? (known[g] ?? worst) : worst) / 1000);
    });
  }

  admits(form: Form, { direction }: Addition): boolean {
    const before = this.#bounds.map((bounds) => [...bounds]);
    const safe =
      this.#guarded.waves.every((groups, wave) => this.#waveStaysSafe(wave, groups, direction, limitOf(form))) &&
      this.#partsStaySafe(form) &&
      this.#pairsStaySafe(form);
    // What bounds the space with the figure bounds it without.
    if (!safe) this.#lower(before);
    return safe;
  }

  added(form: Form): void {
    this.#guarded.added(form);
    if (form.form !== 'part') return;
    const groups = this.#guarded.waves[form.at[0]];
    const bounds = this.#bounds[form.at[0]];
    while (groups && bounds && bounds.length < groups.people.length + groups.named.length) bounds.push(1);
  }

  memory(): number[][] {
    return this.#bounds.map((bounds) => bounds.map((bound) => Math.ceil(bound * 1000)));
  }

  #lower(before: readonly (readonly number[])[]): void {
    this.#bounds.forEach((bounds, wave) => {
      const earlier = before[wave] ?? [];
      for (let at = 0; at < bounds.length; at += 1) bounds[at] = Math.min(bounds[at] ?? 1, earlier[at] ?? 1);
    });
  }

  #waveStaysSafe(wave: number, groups: WaveGroups, direction: Float64Array, limit: number): boolean {
    const bounds = this.#bounds[wave] ?? [];
    const floors = this.#floors[wave] ?? [];
    const flagged: [group: Group, at: number][] = [];
    /** False when a group that the figure moves was too near before. */
    const raise = (group: Group, at: number): boolean => {
      let rise = 0;
      for (const place of group) rise += (direction[place] ?? 0) ** 2;
      const bound = (bounds[at] ?? 1) + rise;
      bounds[at] = bound;
      if (rise <= 1e-12) return true;
      if (bound >= Math.min(limit, SETTLED)) flagged.push([group, at]);
      return !((floors[at] ?? 0) >= limit);
    };
    if (!groups.people.every(raise)) return false;
    if (!groups.named.every((group, g) => raise(group, groups.people.length + g))) return false;
    if (flagged.length === 0) return true;
    const projection = this.#project(flagged.map(([group]) => group));
    return flagged.every(([group, at]) => {
      const nearness = largestShare(group, projection);
      bounds[at] = Math.min(bounds[at] ?? 1, nearness);
      if (nearness < limit) return true;
      floors[at] = largestShare(group, (i, j) => projection(i, j) - (direction[i] ?? 0) * (direction[j] ?? 0));
      return false;
    });
  }

  #partsStaySafe(form: Form): boolean {
    const parts = this.#guarded.parts(form);
    const projection = this.#project(parts);
    return !parts.some((group) => isExposed(group, projection, limitOf(form)));
  }

  /** Groups over two waves; people's bounds in both together settle it for most. */
  #pairsStaySafe(form: Form): boolean {
    const limit = limitOf(form);
    const byPlace = new Float64Array(this.#guarded.unknowns.size);
    this.#guarded.waves.forEach(({ people }, wave) =>
      people.forEach((group, at) => (byPlace[group[0] ?? 0] = this.#bounds[wave]?.[at] ?? 1)),
    );
    const open = [...this.#guarded.pairOf(form), ...this.#guarded.moves].filter(
      (group) => group.reduce((sum, place) => sum + (byPlace[place] ?? 0), 0) >= Math.min(limit, SETTLED),
    );
    const projection = this.#project(open);
    return !open.some((group) => isExposed(group, projection, limit));
  }

  #project(groups: readonly Group[]): Projection {
    return groups.length === 0 ? () => 0 : this.#space.projection([...new Set(groups.flat())]);
  }
}
