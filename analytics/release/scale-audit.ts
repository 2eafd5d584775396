import { capacityOf, type Capacity } from './capacity.ts';
import { SETTLED, isExposed, smallGroupBound, waveExposed, type Projected } from './exposure.ts';
import { rowOf } from './form-rows.ts';
import type { Form } from './form.ts';
import { historyGroups, pairGroups, waveGroups, type Group, type WaveGroups } from './protected-groups.ts';
import { RowSpace, addOuter, type Addition } from './row-space.ts';
import { lengthOf, type SparseRow } from './sparse-row.ts';
import type { Grid } from './snapshot.ts';
import type { Unknowns } from './unknowns.ts';

/** A form that is out, and how many bits its figure tells, with the se and interval beside it. */
export interface ReleasedForm {
  form: Form;
  bits: number;
}

/** Up to so many unknowns the whole projection is kept, and a person's answers over all waves are tried together. */
const KEPT_WHOLE = 900;

type Pair = Extract<Form, { form: 'change' | 'attendance' }>;

/**
 * The audit of one scale for one audience: which linear figures are out, and whether another may join them. `bounds[w]` is an
 * upper bound, kept from release to release, of how nearly any small group of wave w is worked out (an eigenvalue, 0–1).
 */
export class ScaleAudit {
  readonly unknowns: Unknowns;
  readonly forms: ReleasedForm[];
  readonly bounds: number[];
  readonly capacity: Capacity;
  readonly #minimumCell: number;
  readonly #space: RowSpace;
  readonly #groups: WaveGroups[];
  readonly #histories: Group[];
  readonly #pairs = new Map<string, Group[]>();
  #whole: Float64Array | null = null;

  constructor(
    unknowns: Unknowns,
    forms: readonly ReleasedForm[],
    bounds: readonly number[],
    { minimumCell, grids }: { minimumCell: number; grids: readonly (Grid | null)[] },
  ) {
    this.unknowns = unknowns;
    this.forms = [...forms];
    this.bounds = Array.from({ length: unknowns.waves }, (_, wave) => bounds[wave] ?? 0);
    this.#minimumCell = minimumCell;
    this.#space = new RowSpace(unknowns.size);
    this.#space.restore(forms.map(({ form }) => rowOf(form, unknowns)));
    this.#groups = waveGroups(
      unknowns,
      forms.map(({ form }) => form),
      minimumCell,
    );
    const small = unknowns.size <= KEPT_WHOLE;
    this.#histories = small ? historyGroups(unknowns) : [];
    if (small) this.#whole = this.#space.projection(Array.from({ length: unknowns.size }, (_, place) => place));
    for (const { form } of forms) this.#addPair(form);
    this.capacity = capacityOf(unknowns, grids, forms);
  }

  /**
   * Offers a figure. `df` is that of the standard error that goes with it, null without one. False when it would expose
   * something protected, or tell more than the answers' grid can hide; else it counts as released.
   */
  offer(form: Form, df: number | null): boolean {
    const row = rowOf(form, this.unknowns);
    if (row.places.length === 0) return false;
    const addition = this.#space.addition(row);
    const bits = this.capacity.cost(form, { length: lengthOf(row), share: addition?.length ?? 0, df });
    if (!this.capacity.allows(form, bits)) return false;
    if (addition !== null && !this.#admits(form, addition)) return false;
    this.forms.push({ form, bits });
    this.capacity.spend(form, bits);
    this.#addPair(form);
    if (form.form === 'part') this.#groups[form.at[0]]?.named.push(...this.#parts(form));
    return true;
  }

  /** The coefficients of a form over the scale's unknowns. */
  row(form: Form): SparseRow {
    return rowOf(form, this.unknowns);
  }

  #admits(form: Form, addition: Addition): boolean {
    this.#space.push(addition);
    if (this.#whole) addOuter(this.#whole, addition.direction, 1);
    const before = [...this.bounds];
    if (this.#wavesStaySafe(form, addition) && this.#pairsStaySafe(form) && this.#historiesStaySafe()) return true;
    this.#space.pop();
    if (this.#whole) addOuter(this.#whole, addition.direction, -1);
    before.forEach((bound, wave) => (this.bounds[wave] = bound));
    return false;
  }

  #wavesStaySafe(form: Form, { direction }: Addition): boolean {
    return this.#groups.every((groups, wave) => {
      const rise = this.#rise(groups, direction);
      if (rise < 1e-12) return true;
      const bound = (this.bounds[wave] ?? 0) + rise;
      this.bounds[wave] = bound;
      if (bound < SETTLED) return true;
      const projected = this.#project(groups.people.flat());
      const exact = smallGroupBound(groups, projected, this.#minimumCell);
      this.bounds[wave] = Math.min(bound, Math.max(exact, 0), 1);
      if (exact < SETTLED) return true;
      const named = form.form === 'part' && form.at[0] === wave ? this.#parts(form) : [];
      return !waveExposed(groups, projected, this.#minimumCell) && !named.some((group) => isExposed(group, projected));
    });
  }

  /** By how much any group of fewer than the smallest cell can come nearer to being worked out. */
  #rise({ people }: WaveGroups, direction: Float64Array): number {
    const most = this.#minimumCell - 1;
    const largest: number[] = [];
    for (const group of people) {
      let squares = 0;
      for (const block of group) {
        const { start, width } = this.unknowns.blocks[block] ?? { start: 0, width: 0 };
        for (let i = start; i < start + width; i += 1) squares += (direction[i] ?? 0) ** 2;
      }
      if (largest.length < most) largest.push(squares);
      else {
        const least = Math.min(...largest);
        if (squares > least) largest[largest.indexOf(least)] = squares;
      }
    }
    return largest.reduce((sum, squares) => sum + squares, 0);
  }

  #pairsStaySafe(form: Form): boolean {
    const added = form.form === 'change' || form.form === 'attendance' ? [this.#pairOf(form)] : [];
    return [...this.#pairs, ...added].every(([key, groups]) => {
      const [first = 0, second = 0] = key.split(' ').map(Number);
      if ((this.bounds[first] ?? 0) + (this.bounds[second] ?? 0) < SETTLED) return true;
      const projected = this.#project([...new Set(groups.flat())]);
      return !groups.some((group) => isExposed(group, projected));
    });
  }

  #historiesStaySafe(): boolean {
    if (this.#histories.length === 0) return true;
    const projected = this.#project(this.#histories.flat());
    return !this.#histories.some((group) => isExposed(group, projected));
  }

  #project(blocks: readonly number[]): Projected {
    const at = new Map<number, readonly [number, number]>();
    const places: number[] = [];
    for (const block of blocks) {
      const { start, width } = this.unknowns.blocks[block] ?? { start: 0, width: 0 };
      if (at.has(block)) continue;
      at.set(block, this.#whole ? [start, width] : [places.length, width]);
      for (let i = 0; i < width; i += 1) places.push(start + i);
    }
    return this.#whole
      ? { matrix: this.#whole, order: this.unknowns.size, at }
      : { matrix: this.#space.projection(places), order: places.length, at };
  }

  #addPair(form: Form): void {
    if (form.form === 'change' || form.form === 'attendance') this.#pairs.set(...this.#pairOf(form));
  }

  #pairOf(form: Pair): [string, Group[]] {
    const forms = [...this.forms.map((released) => released.form), form];
    return [`${form.from[0]} ${form.to[0]}`, pairGroups(this.unknowns, form, forms, this.#minimumCell)];
  }

  /** The small ones among a part and the rest. */
  #parts(form: Extract<Form, { form: 'part' }>): Group[] {
    return waveGroups(this.unknowns, [form], this.#minimumCell)[form.at[0]]?.named ?? [];
  }
}
