/** A linear form over numbered unknowns: coefficients at rising places. */
export interface SparseRow {
  places: Int32Array;
  values: Float64Array;
}

/** Gathers coefficients of one row after the other over `size` unknowns. */
export class RowBuilder {
  readonly #dense: Float64Array;
  readonly #isTouched: Uint8Array;
  readonly #touched: Int32Array;
  #count = 0;

  constructor(size: number) {
    this.#dense = new Float64Array(size);
    this.#isTouched = new Uint8Array(size);
    this.#touched = new Int32Array(size);
  }

  add(place: number, coefficient: number): void {
    if (this.#isTouched[place] === 0) {
      this.#isTouched[place] = 1;
      this.#touched[this.#count] = place;
      this.#count += 1;
    }
    this.#dense[place] = (this.#dense[place] ?? 0) + coefficient;
  }

  /** The row gathered so far; the next `add` begins a new one. */
  build(): SparseRow {
    const places = this.#touched.slice(0, this.#count);
    if (!isRising(places)) places.sort();
    const values = new Float64Array(places.length);
    for (let i = 0; i < places.length; i += 1) {
      const place = places[i] ?? 0;
      values[i] = this.#dense[place] ?? 0;
      this.#dense[place] = 0;
      this.#isTouched[place] = 0;
    }
    this.#count = 0;
    return { places, values };
  }
}

function isRising(places: Int32Array): boolean {
  for (let i = 1; i < places.length; i += 1) if ((places[i] ?? 0) < (places[i - 1] ?? 0)) return false;
  return true;
}

/** Euclidean length of a row. */
export function lengthOf({ values }: SparseRow): number {
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) squares += (values[i] ?? 0) ** 2;
  return Math.sqrt(squares);
}

/** The same direction, of length 1. */
export function normalised(row: SparseRow): SparseRow {
  const length = lengthOf(row);
  const values = new Float64Array(row.values.length);
  for (let i = 0; i < values.length; i += 1) values[i] = (row.values[i] ?? 0) / length;
  return { places: row.places, values };
}

/** Adds `factor` times the row to a dense vector. */
export function addTo(dense: Float64Array, { places, values }: SparseRow, factor: number): void {
  for (let i = 0; i < places.length; i += 1) {
    const place = places[i] ?? 0;
    dense[place] = (dense[place] ?? 0) + factor * (values[i] ?? 0);
  }
}

/** Inner product of a row with a dense vector. */
export function dot({ places, values }: SparseRow, dense: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < places.length; i += 1) sum += (values[i] ?? 0) * (dense[places[i] ?? 0] ?? 0);
  return sum;
}
