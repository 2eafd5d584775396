import type { Projection } from './exposure.ts';
import { addTo, dot, normalised, type SparseRow } from './sparse-row.ts';

/**
 * A row whose part outside the space is shorter than this (of 1) adds nothing: to use it, an attacker would have to multiply
 * figures that are rounded to 0.1 by a million.
 */
const NEW_DIRECTION = 1e-6;

/**
 * What a row adds to the space: a unit vector orthogonal to it, and how long the row's part along it is (0–1). `direction` holds
 * until the next addition is asked for.
 */
export interface Addition {
  row: SparseRow;
  direction: Float64Array;
  length: number;
  factors: Float64Array;
}

/** A row of the space with its row of the factor L, which is 0 before `start`; `first` and `last` of its places. */
interface Kept {
  row: SparseRow;
  first: number;
  last: number;
  factor: Float64Array;
  start: number;
}

/** Places between which a dense vector is not 0. */
interface Range {
  first: number;
  last: number;
}

const rangeOf = ({ places }: SparseRow): Range => ({ first: places[0] ?? 0, last: places[places.length - 1] ?? -1 });

/**
 * The space spanned by released linear forms over `size` unknowns. Rows are sparse and of length 1; their Gram matrix is kept as
 * its Cholesky factor L, so that nothing dense of the size rows × unknowns is stored. New directions are orthogonalised twice if need be.
 * Most rows rest on one wave, and waves share no unknowns: what is 0 for that reason is skipped throughout.
 */
export class RowSpace {
  readonly size: number;
  readonly #kept: Kept[] = [];
  readonly #direction: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.#direction = new Float64Array(size);
  }

  get rank(): number {
    return this.#kept.length;
  }

  /** What `row` would add; null when it lies in the space already (or is empty). */
  addition(row: SparseRow): Addition | null {
    if (row.places.length === 0) return null;
    const unit = normalised(row);
    const direction = this.#direction.fill(0);
    addTo(direction, unit, 1);
    const factors = this.#solve(direction, rangeOf(unit));
    const range = this.#subtract(direction, factors, rangeOf(unit));
    const left = norm(direction, range);
    if (left < NEW_DIRECTION) return null;
    if (!isAccurate(left, factors)) {
      const correction = this.#solve(direction, range);
      this.#subtract(direction, correction, range);
      for (let k = 0; k < factors.length; k += 1) factors[k] = (factors[k] ?? 0) + (correction[k] ?? 0);
    }
    const length = norm(direction, range);
    if (length < NEW_DIRECTION) return null;
    for (let i = range.first; i <= range.last; i += 1) direction[i] = (direction[i] ?? 0) / length;
    return { row: unit, direction, length, factors };
  }

  push({ row, length, factors }: Omit<Addition, 'direction'>): void {
    const factor = new Float64Array(this.rank + 1);
    factor.set(factors);
    factor[this.rank] = length;
    const start = factor.findIndex((value) => value !== 0);
    this.#kept.push({ row, ...rangeOf(row), factor, start });
  }

  pop(): void {
    this.#kept.pop();
  }

  /** Adds rows that are known to be out already: only the Gram matrix is needed for them. Fastest with those of one wave first. */
  restore(rows: readonly SparseRow[]): void {
    const dense = this.#direction.fill(0);
    for (const row of rows) {
      if (row.places.length === 0) continue;
      const unit = normalised(row);
      addTo(dense, unit, 1);
      const factors = this.#solve(dense, rangeOf(unit));
      for (const place of unit.places) dense[place] = 0;
      let squares = 0;
      for (const factor of factors) squares += factor * factor;
      const length = Math.sqrt(Math.max(0, 1 - squares));
      if (length >= NEW_DIRECTION) this.push({ row: unit, length, factors });
    }
  }

  /**
   * The projection Aᵀ(AAᵀ)⁻¹A onto the space, between the given coordinates. A combination of some coordinates alone lies in
   * the space if and only if the projection restricted to them has an eigenvalue of 1.
   */
  projection(places: readonly number[]): Projection {
    const m = places.length;
    const at = new Map(places.map((place, i) => [place, i]));
    const low = places.reduce((least, place) => Math.min(least, place), this.size);
    const high = places.reduce((most, place) => Math.max(most, place), -1);
    /** L⁻¹A at the coordinates, by row; null where all of it is 0. */
    const solved: (Float64Array | null)[] = [];
    for (const { row, first, last, factor, start } of this.#kept) {
      const r = solved.length;
      let z: Float64Array | null = null;
      if (first <= high && last >= low)
        for (let i = 0; i < row.places.length; i += 1) {
          const column = at.get(row.places[i] ?? 0);
          if (column !== undefined) (z ??= new Float64Array(m))[column] = row.values[i] ?? 0;
        }
      for (let k = start; k < r; k += 1) {
        const earlier = solved[k];
        const f = factor[k] ?? 0;
        if (!earlier || f === 0) continue;
        z ??= new Float64Array(m);
        for (let j = 0; j < m; j += 1) z[j] = (z[j] ?? 0) - f * (earlier[j] ?? 0);
      }
      if (z) for (let j = 0, pivot = factor[r] ?? 1; j < m; j += 1) z[j] = (z[j] ?? 0) / pivot;
      solved.push(z);
    }
    const { flat, height } = columnsOf(solved, m);
    return (row, column) => {
      const a = (at.get(row) ?? 0) * height;
      const b = (at.get(column) ?? 0) * height;
      let sum = 0;
      for (let i = 0; i < height; i += 1) sum += (flat[a + i] ?? 0) * (flat[b + i] ?? 0);
      return sum;
    };
  }

  /** L⁻¹ times the inner products of the rows with `dense`, which is 0 outside `range`. */
  #solve(dense: Float64Array, { first, last }: Range): Float64Array {
    const z = new Float64Array(this.rank);
    let begin = -1;
    for (let r = 0; r < z.length; r += 1) {
      const kept = this.#kept[r];
      if (kept === undefined) continue;
      const { factor } = kept;
      let value = kept.first <= last && kept.last >= first ? dot(kept.row, dense) : 0;
      if (begin >= 0) for (let k = Math.max(begin, kept.start); k < r; k += 1) value -= (factor[k] ?? 0) * (z[k] ?? 0);
      if (value === 0) continue;
      z[r] = value / (factor[r] ?? 1);
      if (begin < 0) begin = r;
    }
    return z;
  }

  /** Takes Aᵀ L⁻ᵀ z off `dense`, which is 0 outside `range`, and returns outside which places it is 0 then. */
  #subtract(dense: Float64Array, z: Float64Array, range: Range): Range {
    const c = Float64Array.from(z);
    let { first, last } = range;
    for (let r = this.rank - 1; r >= 0; r -= 1) {
      const kept = this.#kept[r];
      if (kept === undefined || c[r] === 0) continue;
      const { factor } = kept;
      const value = (c[r] ?? 0) / (factor[r] ?? 1);
      for (let k = kept.start; k < r; k += 1) c[k] = (c[k] ?? 0) - (factor[k] ?? 0) * value;
      addTo(dense, kept.row, -value);
      first = Math.min(first, kept.first);
      last = Math.max(last, kept.last);
    }
    return { first, last };
  }
}

/** The columns of a matrix given by rows, one after the other; rows that are null are left out. */
function columnsOf(rows: readonly (Float64Array | null)[], columns: number): { flat: Float64Array; height: number } {
  const full = rows.filter((row) => row !== null);
  const flat = new Float64Array(full.length * columns);
  full.forEach((row, r) => {
    for (let column = 0; column < columns; column += 1) flat[column * full.length + r] = row[column] ?? 0;
  });
  return { flat, height: full.length };
}

/**
 * Whether one orthogonalisation was enough: what is left of a unit vector, and what `factors` say has been taken off it, must make
 * up 1. An error would lie in the space, at a right angle to what is left, and so add its square.
 */
function isAccurate(left: number, factors: Float64Array): boolean {
  let taken = 0;
  for (const factor of factors) taken += factor * factor;
  return left > 1e-2 && Math.abs(left * left + taken - 1) < 1e-12;
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

function norm(dense: Float64Array, { first, last }: Range): number {
  let squares = 0;
  for (let i = first; i <= last; i += 1) squares += (dense[i] ?? 0) ** 2;
  return Math.sqrt(squares);
}
