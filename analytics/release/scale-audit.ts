import { capacityOf, type Capacity } from './capacity.ts';
import { rowOf } from './form-rows.ts';
import { wavesOf, type Form } from './form.ts';
import { RowSpace } from './row-space.ts';
import type { Grid } from './snapshot.ts';
import { lengthOf, type SparseRow } from './sparse-row.ts';
import type { Unknowns } from './unknowns.ts';
import { BoundedWatch, Guarded, WholeWatch, type Watch, type WatchMemory } from './watch.ts';

/** A form that is out, and how many bits its figure tells, with the se and interval beside it. */
export interface ReleasedForm {
  form: Form;
  bits: number;
}

/** What the ledger keeps of one scale's audit. */
export interface ScaleLedger extends WatchMemory {
  forms: ReleasedForm[];
}

/** Up to so many unknowns everything is tried after every figure. */
const FEW_UNKNOWNS = 900;

/** Figures of few waves first, those of the same ones beside each other. */
function byWaves({ form: a }: ReleasedForm, { form: b }: ReleasedForm): number {
  const [ours, theirs] = [wavesOf(a), wavesOf(b)];
  return ours.length - theirs.length || (ours[0] ?? 0) - (theirs[0] ?? 0);
}

/** The audit of one scale for one audience: which linear figures are out, and whether another may join them. */
export class ScaleAudit {
  readonly unknowns: Unknowns;
  readonly forms: ReleasedForm[];
  readonly #capacity: Capacity;
  readonly #space: RowSpace;
  readonly #watch: Watch;
  readonly #rows = new WeakMap<Form, SparseRow>();

  /** `memory` is what the last release's audit of this scale left. */
  constructor(
    unknowns: Unknowns,
    { forms, ...memory }: ScaleLedger,
    { minimumCell, grids }: { minimumCell: number; grids: readonly (Grid | null)[] },
  ) {
    this.unknowns = unknowns;
    this.forms = [...forms];
    this.#space = new RowSpace(unknowns.size);
    this.#space.restore([...forms].sort(byWaves).map(({ form }) => rowOf(form, unknowns)));
    this.#capacity = capacityOf(unknowns, grids, forms);
    const guarded = new Guarded(
      unknowns,
      forms.map(({ form }) => form),
      minimumCell,
    );
    this.#watch =
      unknowns.size <= FEW_UNKNOWNS
        ? new WholeWatch(guarded, this.#space)
        : new BoundedWatch(guarded, this.#space, memory);
  }

  /**
   * Offers a figure. `df` is that of the standard error that goes with it, null without one. False when it would expose
   * something protected, or tell more than the answers' grid can hide; else it counts as released.
   */
  offer(form: Form, df: number | null): boolean {
    const row = this.row(form);
    if (row.places.length === 0) return false;
    const addition = this.#space.addition(row);
    const bits = this.#capacity.cost(form, { length: lengthOf(row), share: addition?.length ?? 0, df });
    if (!this.#capacity.allows(form, bits)) return false;
    if (addition !== null) {
      this.#space.push(addition);
      if (!this.#watch.admits(form, addition)) {
        this.#space.pop();
        return false;
      }
    }
    this.forms.push({ form, bits });
    this.#capacity.spend(form, bits);
    this.#watch.added(form);
    return true;
  }

  /** The coefficients of a form over the scale's unknowns. */
  row(form: Form): SparseRow {
    let row = this.#rows.get(form);
    if (row === undefined) this.#rows.set(form, (row = rowOf(form, this.unknowns)));
    return row;
  }

  memory(): WatchMemory {
    return this.#watch.memory();
  }
}
