import { describe, expect, it } from 'vitest';
import { RowSpace } from './row-space.ts';
import type { SparseRow } from './sparse-row.ts';

const row = (...values: number[]): SparseRow => ({
  places: Int32Array.from(values.flatMap((value, place) => (value === 0 ? [] : [place]))),
  values: Float64Array.from(values.filter((value) => value !== 0)),
});

const spanOf = (size: number, ...rows: SparseRow[]): RowSpace => {
  const space = new RowSpace(size);
  for (const one of rows) {
    const addition = space.addition(one);
    if (addition) space.push(addition);
  }
  return space;
};

describe('RowSpace', () => {
  it('finds what a row adds: (1,1,1) and (1,1,0) leave the third unknown alone', () => {
    const space = spanOf(3, row(1, 1, 1), row(1, 1, 0));
    expect(space.rank).toBe(2);
    expect(space.addition(row(0, 0, 5))).toBeNull();
    expect(space.addition(row(2, 2, 7))).toBeNull();
    expect(space.addition(row(1, 0, 0))?.length).toBeCloseTo(Math.SQRT1_2, 12);
    expect(space.projection([2])(2, 2)).toBeCloseTo(1, 12);
    expect(space.projection([0, 1])(0, 1)).toBeCloseTo(0.5, 12);
    expect(space.projection([0])(0, 0)).toBeCloseTo(0.5, 12);
  });

  it('takes a row away again, and restores rows in any order', () => {
    const space = spanOf(4, row(1, 1, 1, 1));
    const addition = space.addition(row(1, 0, 0, 0))!;
    space.push(addition);
    expect(space.projection([0])(0, 0)).toBeCloseTo(1, 12);
    space.pop();
    expect(space.projection([0])(0, 0)).toBeCloseTo(0.25, 12);
    const restored = new RowSpace(4);
    restored.restore([row(1, 1, 1, 1), row(0, 0, 0, 0), row(2, 2, 2, 2), row(0, 1, 0, 0)]);
    expect(restored.rank).toBe(2);
    expect(restored.projection([1])(1, 1)).toBeCloseTo(1, 12);
  });
});
