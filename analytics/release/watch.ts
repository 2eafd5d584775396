import { BoundedGroups } from './bounded-groups.ts';
import { UNMOVED, isExposed, shareIn, waveExposed, type Projection } from './exposure.ts';
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
import { limitOf } from './room.ts';
import { addOuter, type Addition, type RowSpace } from './row-space.ts';
import type { Unknowns } from './unknowns.ts';

/** Upper bounds, in thousandths, of how nearly groups are worked out: by wave, and of moves by what tells them apart. */
export interface WatchMemory {
  memory: number[][];
  moves?: [print: number, bound: number][];
}

/** Keeps watch over everything that is protected while figures are added to a row space. */
export interface Watch {
  /** Whether the space may grow by `addition`, which is on it already for the time being. Changes nothing when not. */
  admits(form: Form, addition: Addition): boolean;
  /** The form is out: what it protects is watched from now on. */
  added(form: Form): void;
  /** What to hand to the watch of the next release. */
  memory(): WatchMemory;
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

  memory(): WatchMemory {
    return { memory: [] };
  }

  #anyExposed(form: Form, direction: Float64Array): boolean {
    const { waves, moves, minimumCell } = this.#guarded;
    const exposed = (group: Group): boolean => {
      const share = shareIn(group, direction);
      return share > UNMOVED && isExposed(group, this.#projection, limitOf(form, share));
    };
    const waveIsExposed = (groups: WaveGroups): boolean => {
      const share = groups.people.reduce((sum, group) => sum + shareIn(group, direction), 0);
      return share > UNMOVED && waveExposed(groups, this.#projection, minimumCell, limitOf(form, share));
    };
    return (
      [...this.#guarded.parts(form), ...this.#guarded.pairOf(form), ...this.#histories, ...moves].some(exposed) ||
      [...this.#pairs].some((groups) => groups.some(exposed)) ||
      waves.some(waveIsExposed)
    );
  }
}

const toMemory = (bound: number): number => Math.ceil(bound * 1000);

/** Tells a group of stayers, leavers or joiners from others, from one release to the next: FNV-1a of its coordinates. */
function printOf(group: Group): number {
  let print = 0x811c9dc5;
  for (const place of group) print = Math.imul(print ^ place, 0x01000193);
  return print >>> 0;
}

/**
 * The watch over many unknowns: for each group of a wave an upper bound of how nearly it is worked out is kept from release to
 * release, raised by each figure, and put right by the projection of the group alone when it no longer settles the matter.
 */
export class BoundedWatch implements Watch {
  readonly #guarded: Guarded;
  readonly #space: RowSpace;
  /** By wave: people, then named groups. */
  readonly #waves: BoundedGroups[];
  readonly #moves: BoundedGroups;
  /** By the groups of a compared pair of waves. */
  readonly #pairs = new Map<readonly Group[], BoundedGroups>();

  constructor(guarded: Guarded, space: RowSpace, { memory, moves = [] }: WatchMemory) {
    this.#guarded = guarded;
    this.#space = space;
    this.#waves = guarded.waves.map(({ people, named }, wave) => {
      const groups = [...people, ...named];
      const known = memory[wave] ?? [];
      // Groups of unknown standing begin at the worst, and are put right when a figure moves them.
      const worst = guarded.isTouched(wave) ? 1000 : 0;
      const boundOf = (at: number): number => (known.length === groups.length ? (known[at] ?? worst) : worst) / 1000;
      return new BoundedGroups(
        space,
        groups,
        groups.map((_, at) => boundOf(at)),
      );
    });
    const known = new Map(moves);
    const bounds = this.#boundsOf(guarded.moves).map((bound, at) =>
      Math.min(bound, (known.get(printOf(guarded.moves[at] ?? [])) ?? Infinity) / 1000),
    );
    this.#moves = new BoundedGroups(space, guarded.moves, bounds);
  }

  admits(form: Form, { direction }: Addition): boolean {
    const own = this.#pairsOf(form);
    const bounded = [...this.#waves, this.#moves, ...(own ? [own] : [])];
    const others = [...this.#pairs.values()].filter((pairs) => pairs !== own);
    for (const groups of [...bounded, ...others]) groups.begin();
    const safe =
      bounded.every((groups) => groups.staySafe(direction, form)) &&
      this.#partsStaySafe(this.#guarded.parts(form), direction, form);
    if (safe) for (const groups of others) groups.raise(direction);
    else for (const groups of bounded) groups.undo();
    return safe;
  }

  added(form: Form): void {
    this.#guarded.added(form);
    if (form.form !== 'part') return;
    for (const group of this.#guarded.parts(form)) this.#waves[form.at[0]]?.add(group);
  }

  memory(): WatchMemory {
    return {
      memory: this.#waves.map(({ bounds }) => bounds.map(toMemory)),
      moves: this.#guarded.moves.map((group, at) => [printOf(group), toMemory(this.#moves.bounds[at] ?? 1)]),
    };
  }

  /** Groups over the two waves that a form compares, if it does; people's bounds in both together are where theirs begin. */
  #pairsOf(form: Form): BoundedGroups | undefined {
    const groups = this.#guarded.pairOf(form);
    let pairs = this.#pairs.get(groups);
    if (pairs === undefined && groups.length > 0) {
      pairs = new BoundedGroups(this.#space, groups, this.#boundsOf(groups));
      this.#pairs.set(groups, pairs);
    }
    return pairs;
  }

  /** Upper bounds for groups over several waves: the sums of people's. */
  #boundsOf(groups: readonly Group[]): number[] {
    const byPlace = new Float64Array(this.#guarded.unknowns.size);
    this.#guarded.waves.forEach(({ people }, wave) =>
      people.forEach((group, at) => (byPlace[group[0] ?? 0] = this.#waves[wave]?.bounds[at] ?? 1)),
    );
    return groups.map((group) => group.reduce((sum, place) => sum + (byPlace[place] ?? 0), 0));
  }

  /** Parts have no bound before they are out. */
  #partsStaySafe(groups: readonly Group[], direction: Float64Array, form: Form): boolean {
    const moved = groups.filter((group) => shareIn(group, direction) > UNMOVED);
    if (moved.length === 0) return true;
    const projection = this.#space.projection([...new Set(moved.flat())]);
    return !moved.some((group) => isExposed(group, projection, limitOf(form, shareIn(group, direction))));
  }
}
