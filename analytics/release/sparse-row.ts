/** A linear form over numbered unknowns: coefficients at rising places. */
export interface SparseRow {
  places: Int32Array;
  values: Float64Array;
}

/** Gathers coefficients by place; zeros are left out. */
export class RowBuilder {
  readonly #coefficients = new Map<number, number>();

  add(place: number, coefficient: number): void {
    this.#coefficients.set(place, (this.#coefficients.get(place) ?? 0) + coefficient);
  }

  build(): SparseRow {
    const entries = [...this.#coefficients].filter(([, value]) => value !== 0).sort(([a], [b]) => a - b);
    return {
      places: Int32Array.from(entries, ([place]) => place),
      values: Float64Array.from(entries, ([, value]) => value),
    };
  }
}

/** Euclidean length of a row. */
export const lengthOf = ({ values }: SparseRow): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** The same direction, of length 1. */
export function normalised(row: SparseRow): SparseRow {
  const length = lengthOf(row);
  return { places: row.places, values: row.values.map((value) => value / length) };
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
