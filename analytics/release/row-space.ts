import { addTo, dot, normalised, type SparseRow } from './sparse-row.ts';

/**
 * A row whose part outside the space is shorter than this (of 1) adds nothing: to use it, an attacker would have to multiply
 * figures that are rounded to 0.1 by a million.
 */
const NEW_DIRECTION = 1e-6;

/** What a row adds to the space: a unit vector orthogonal to it, and how long the row's part along it is (0–1). */
export interface Addition {
  row: SparseRow;
  direction: Float64Array;
  length: number;
  factors: Float64Array;
}

/**
 * The space spanned by released linear forms over `size` unknowns. Rows are sparse and of length 1; their Gram matrix is kept as
 * its Cholesky factor L, so that nothing dense of the size rows × unknowns is stored. New directions are orthogonalised twice.
 */
export class RowSpace {
  readonly size: number;
  readonly #rows: SparseRow[] = [];
  readonly #factor: Float64Array[] = [];

  constructor(size: number) {
    this.size = size;
  }

  get rank(): number {
    return this.#rows.length;
  }

  /** What `row` would add; null when it lies in the space already (or is empty). */
  addition(row: SparseRow): Addition | null {
    if (row.places.length === 0) return null;
    const unit = normalised(row);
    const direction = new Float64Array(this.size);
    addTo(direction, unit, 1);
    const factors = this.#solve(direction);
    this.#subtract(direction, factors);
    let length = norm(direction);
    if (length < NEW_DIRECTION) return null;
    const correction = this.#solve(direction);
    this.#subtract(direction, correction);
    for (let k = 0; k < factors.length; k += 1) factors[k] = (factors[k] ?? 0) + (correction[k] ?? 0);
    length = norm(direction);
    if (length < NEW_DIRECTION) return null;
    for (let i = 0; i < direction.length; i += 1) direction[i] = (direction[i] ?? 0) / length;
    return { row: unit, direction, length, factors };
  }

  push({ row, length, factors }: Addition): void {
    const last = new Float64Array(this.rank + 1);
    last.set(factors);
    last[this.rank] = length;
    this.#factor.push(last);
    this.#rows.push(row);
  }

  pop(): void {
    this.#rows.pop();
    this.#factor.pop();
  }

  /** Adds rows that are known to be out already, shortest first: only the Gram matrix is needed for them. */
  restore(rows: readonly SparseRow[]): void {
    const dense = new Float64Array(this.size);
    for (const row of [...rows].sort((a, b) => a.places.length - b.places.length)) {
      if (row.places.length === 0) continue;
      const unit = normalised(row);
      addTo(dense, unit, 1);
      const factors = this.#solve(dense);
      for (const place of unit.places) dense[place] = 0;
      let squares = 0;
      for (const factor of factors) squares += factor * factor;
      const length = Math.sqrt(Math.max(0, 1 - squares));
      if (length >= NEW_DIRECTION) this.push({ row: unit, direction: dense, length, factors });
    }
  }

  /**
   * The projection Aᵀ(AAᵀ)⁻¹A onto the space, between the given coordinates. A combination of some coordinates alone lies in
   * the space if and only if the projection restricted to them has an eigenvalue of 1.
   */
  projection(places: readonly number[]): (row: number, column: number) => number {
    const m = places.length;
    const at = new Int32Array(this.size).fill(-1);
    places.forEach((place, i) => (at[place] = i));
    const solved: Float64Array[] = [];
    this.#rows.forEach((row, r) => {
      const z = new Float64Array(m);
      for (let i = 0; i < row.places.length; i += 1) {
        const column = at[row.places[i] ?? 0] ?? -1;
        if (column >= 0) z[column] = row.values[i] ?? 0;
      }
      const factor = this.#factor[r] ?? z;
      for (let k = 0; k < r; k += 1) {
        const f = factor[k] ?? 0;
        const earlier = solved[k];
        if (f === 0 || earlier === undefined) continue;
        for (let j = 0; j < m; j += 1) z[j] = (z[j] ?? 0) - f * (earlier[j] ?? 0);
      }
      const pivot = factor[r] ?? 1;
      for (let j = 0; j < m; j += 1) z[j] = (z[j] ?? 0) / pivot;
      solved.push(z);
    });
    return (row, column) => {
      const i = at[row] ?? 0;
      const j = at[column] ?? 0;
      let sum = 0;
      for (const z of solved) sum += (z[i] ?? 0) * (z[j] ?? 0);
      return sum;
    };
  }

  /** L⁻¹ times the inner products of the rows with `dense`. */
  #solve(dense: Float64Array): Float64Array {
    const z = new Float64Array(this.rank);
    for (let r = 0; r < this.rank; r += 1) {
      const row = this.#rows[r];
      const factor = this.#factor[r];
      if (row === undefined || factor === undefined) continue;
      let value = dot(row, dense);
      for (let k = 0; k < r; k += 1) value -= (factor[k] ?? 0) * (z[k] ?? 0);
      z[r] = value / (factor[r] ?? 1);
    }
    return z;
  }

  /** Takes Aᵀ L⁻ᵀ z off `dense`. */
  #subtract(dense: Float64Array, z: Float64Array): void {
    const c = Float64Array.from(z);
    for (let r = this.rank - 1; r >= 0; r -= 1) {
      const factor = this.#factor[r];
      const row = this.#rows[r];
      if (factor === undefined || row === undefined) continue;
      const value = (c[r] ?? 0) / (factor[r] ?? 1);
      c[r] = value;
      if (value === 0) continue;
      for (let k = 0; k < r; k += 1) c[k] = (c[k] ?? 0) - (factor[k] ?? 0) * value;
      addTo(dense, row, -value);
    }
  }
}

/** Adds `factor`·z·zᵀ to a square matrix. */
export function addOuter(matrix: Float64Array, z: Float64Array, factor: number): void {
  const m = z.length;
  for (let i = 0; i < m; i += 1) {
    const value = (z[i] ?? 0) * factor;
    if (value === 0) continue;
    const start = i * m;
    for (let j = 0; j < m; j += 1) matrix[start + j] = (matrix[start + j] ?? 0) + value * (z[j] ?? 0);
  }
}

function norm(dense: Float64Array): number {
  let squares = 0;
  for (const value of dense) squares += value * value;
  return Math.sqrt(squares);
}
