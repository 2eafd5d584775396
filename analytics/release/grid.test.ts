import { describe, expect, it } from 'vitest';
import { leavesOpen, sameLooks, type GridPart } from './grid.ts';

const part = (mean: number, members: number, step: number): GridPart => ({ mean, members, steps: [step], grids: [] });
const open = (parts: GridPart[], quantile: number | null = null, withSe = true): boolean =>
  leavesOpen(parts, [0, 100], 5, sameLooks(parts, { withSe, quantile }));

describe('leavesOpen', () => {
  it('is false where equal answers show as a standard error of 0', () => {
    expect(open([part(50, 1, 25), part(50, 2, 12.5), part(50, 2, 12.5)])).toBe(false);
    expect(open([part(100, 6, 1), part(100, 6, 1), part(100, 6, 1)])).toBe(false);
  });

  it('is false where only one agency can have a mean: 75 among 12.5 and 37.5 on a grid of 25', () => {
    expect(open([part(75, 1, 25), part(12.5, 2, 12.5), part(37.5, 2, 12.5)])).toBe(false);
  });

  it('is true where agencies of one size could have changed places', () => {
    expect(open([part(25, 1, 25), part(50, 1, 25), part(75, 1, 25), part(50, 1, 25), part(25, 1, 25)], 2.776445)).toBe(
      true,
    );
  });

  it('asks nothing of an agency that is a cell of its own, off the ends of the range', () => {
    expect(open([part(51, 5, 5), part(50, 6, 5), part(49, 7, 5)])).toBe(true);
  });

  it('without a standard error one exchange suffices', () => {
    expect(open([part(25, 1, 25), part(50, 1, 25), part(75, 1, 25)], null, false)).toBe(true);
  });
});
