import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directed, pomp, scoreOf } from './scoring.ts';

const item = (min: number, max: number, reversed = false) => ({ min, max, reversed });

describe('directed', () => {
  it('turns a reversed answer about the middle of its range', () => {
    expect(directed(item(1, 7, true), 2)).toBe(6);
    expect(directed(item(0, 4, true), 4)).toBe(0);
    expect(directed(item(1, 7), 2)).toBe(2);
  });

  it('is nothing when done twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 20 }), fc.nat(20), (min, width, above) => {
        const reversed = item(min, min + width, true);
        const raw = min + Math.min(above, width);
        expect(directed(reversed, directed(reversed, raw))).toBe(raw);
      }),
    );
  });
});

describe('pomp', () => {
  it('is the share of the way from min to max', () => {
    expect(pomp(4, 1, 7)).toBe(50);
    expect(pomp(0, 0, 5)).toBe(0);
    expect(pomp(3, -1, 4)).toBe(80);
  });
});

describe('scoreOf', () => {
  const four = [item(1, 7), item(1, 7), item(1, 7), item(1, 7, true)];

  it('reverses first, then takes the mean of what was answered', () => {
    // (7 + 6 + 5 + (8 − 2))/4 = 6, and 100·(6 − 1)/6.
    expect(scoreOf(four, [7, 6, 5, 2])?.value).toBeCloseTo(500 / 6, 12);
  });

  it('is made from exactly half of the items, and counts as prorated', () => {
    expect(scoreOf(four, [4, undefined, undefined, 4])).toEqual({ value: 50, prorated: true });
    expect(scoreOf(four, [4, Number.NaN, Number.NaN, Number.NaN])).toBeNull();
    expect(scoreOf(four.slice(0, 3), [4])).toBeNull();
  });

  it('is not prorated when all is answered, and nothing without items', () => {
    expect(scoreOf(four, [1, 1, 1, 7])).toEqual({ value: 0, prorated: false });
    expect(scoreOf([], [])).toBeNull();
    expect(scoreOf([item(0, 1)], [undefined])).toBeNull();
  });

  it('weighs items of unlike ranges alike', () => {
    expect(scoreOf([item(0, 1), item(1, 7)], [1, 1])?.value).toBe(50);
    expect(scoreOf([item(0, 10), item(1, 5)], [10, 4])?.value).toBe(87.5);
  });

  it('stays within 0–100 in any order of items', () => {
    const answered = fc
      .record({
        min: fc.integer({ min: -5, max: 5 }),
        width: fc.integer({ min: 1, max: 10 }),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        reversed: fc.boolean(),
      })
      .map(({ min, width, at, reversed }) => ({ ...item(min, min + width, reversed), raw: min + at * width }));
    fc.assert(
      fc.property(fc.array(answered, { minLength: 1, maxLength: 8 }), fc.integer(), (items, turn) => {
        const score = (order: typeof items) =>
          scoreOf(
            order,
            order.map(({ raw }) => raw),
          )?.value ?? Number.NaN;
        const value = score(items);
        expect(value).toBeGreaterThanOrEqual(-1e-9);
        expect(value).toBeLessThanOrEqual(100 + 1e-9);
        const cut = Math.abs(turn) % items.length;
        expect(score([...items.slice(cut), ...items.slice(0, cut)].reverse())).toBeCloseTo(value, 9);
      }),
    );
  });
});
