import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dice } from '../testing/panel-factory.ts';
import { densityChanges } from './density-change.ts';
import { packing } from './packed-sums.ts';
import type { SharedCell } from './stability.ts';

/** Every ordered pair of n organisations, observed with the given chance, rated 0–2 before and after. */
function randomCells(n: number, chance: number, seed: number): SharedCell[] {
  const random = dice(seed);
  const cells: SharedCell[] = [];
  for (let from = 0; from < n; from += 1)
    for (let to = 0; to < n; to += 1)
      if (from !== to && random() < chance)
        cells.push({ from, to, before: Math.floor(random() * 3), after: Math.floor(random() * 3) });
  return cells;
}

/**
 * The vertex bootstrap's standard error without chance: all nⁿ draws of n organisations, the cells that stand in for pairs of one
 * organisation with itself by their mean and variance. Draws that hit no cell are left out.
 */
function exactError(n: number, cells: readonly SharedCell[], level: number): number {
  const step = ({ before, after }: SharedCell) => Number(after >= level) - Number(before >= level);
  const mean = cells.reduce((sum, cell) => sum + step(cell), 0) / cells.length;
  const variance = cells.reduce((sum, cell) => sum + (step(cell) - mean) ** 2, 0) / cells.length;
  const moments: { value: number; spread: number }[] = [];
  for (let draw = 0; draw < n ** n; draw += 1) {
    const places = Array.from({ length: n }, (_, i) => Math.floor(draw / n ** i) % n);
    let sum = 0;
    let total = 0;
    let filled = 0;
    places.forEach((one, i) =>
      places.forEach((other, j) => {
        if (i === j) return;
        const cell = cells.find(({ from, to }) => from === one && to === other);
        if (one === other) filled += 1;
        else if (cell !== undefined) {
          total += 1;
          sum += step(cell);
        }
      }),
    );
    total += filled;
    if (total > 0) moments.push({ value: (sum + filled * mean) / total, spread: (filled * variance) / total ** 2 });
  }
  const centre = moments.reduce((sum, { value }) => sum + value, 0) / moments.length;
  return Math.sqrt(
    moments.reduce((sum, { value, spread }) => sum + spread + (value - centre) ** 2, 0) / moments.length,
  );
}

describe('densityChanges', () => {
  it('is formed minus lost over the cells of both waves', () => {
    const cells = [
      { from: 0, to: 1, before: 0, after: 2 },
      { from: 1, to: 0, before: 1, after: 1 },
      { from: 0, to: 2, before: 2, after: 0 },
      { from: 2, to: 0, before: 0, after: 1 },
    ];
    expect(densityChanges(cells, [1, 2], 'x').map(({ change }) => change)).toEqual([1 / 4, 0]);
  });

  it.each([
    [3, 1, 5],
    [4, 1, 11],
    [5, 1, 3],
    [5, 0.5, 8],
  ])('has the error of all draws of %i organisations (%d observed)', (n, chance, seed) => {
    const cells = randomCells(n, chance, seed);
    const levels = [1, 2];
    const found = densityChanges(cells, levels, 'oracle');
    for (const [i, level] of levels.entries()) {
      const exact = exactError(n, cells, level);
      // 2,000 replicates give a standard deviation to about 1.6% (one in three), here within 6%.
      expect(Math.abs((found[i]?.se ?? 0) / exact - 1)).toBeLessThan(0.06);
    }
  });

  it('is decided by the seed alone', () => {
    const cells = randomCells(8, 0.9, 2);
    expect(densityChanges(cells, [1, 2], 'a')).toEqual(densityChanges([...cells], [1, 2], 'a'));
    expect(densityChanges(cells, [1], 'a')[0]).toEqual(densityChanges(cells, [1, 2], 'a')[0]);
    expect(densityChanges(cells, [1], 'b')[0]?.se).not.toBe(densityChanges(cells, [1], 'a')[0]?.se);
  });

  it('has no error where nothing changed, and none to be had from two organisations', () => {
    const still = randomCells(5, 1, 4).map((cell) => ({ ...cell, after: cell.before }));
    expect(densityChanges(still, [1], 'x')).toEqual([{ change: 0, se: 0, ci: [0, 0] }]);
    expect(densityChanges([{ from: 3, to: 5, before: 0, after: 1 }], [1], 'x')).toEqual([
      { change: 1, se: null, ci: null },
    ]);
    expect(densityChanges([], [1, 2], 'x')).toEqual([
      { change: null, se: null, ci: null },
      { change: null, se: null, ci: null },
    ]);
  });
});

describe('packing', () => {
  it('gives the weighted sums of every column', () => {
    const column = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 6, maxLength: 6 });
    const weights = fc.array(fc.nat(20), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(column, { minLength: 1, maxLength: 12 }),
        weights,
        fc.integer({ min: 120, max: 1e6 }),
        (columns, times, bound) => {
          const packed = packing(
            columns.map((values) => Int8Array.from(values)),
            bound,
          );
          const sums = new Float64Array(columns.length);
          packed.words.forEach((word, w) =>
            packed.unpack(
              w,
              word.reduce((sum, value, i) => sum + value * (times[i] ?? 0), 0),
              sums,
            ),
          );
          expect([...sums].map((sum) => sum + 0)).toEqual(
            columns.map((values) => values.reduce((sum, value, i) => sum + value * (times[i] ?? 0), 0) + 0),
          );
        },
      ),
    );
  });
});
