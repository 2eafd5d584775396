import { describe, expect, test } from 'vitest';
import { chance } from './random.ts';

describe('chance', () => {
  // First outputs of mulberry32 as published (Tommy Ettinger, public domain), seed 0, computed with 32-bit integers in Python.
  test('is mulberry32', () => {
    const random = chance(0);
    expect([random.share(), random.share(), random.share()].map((share) => share * 2 ** 32)).toEqual([
      1144304738, 1416247, 958946056,
    ]);
  });

  test('gives normal numbers of the spread asked for', () => {
    const random = chance(7);
    const numbers = Array.from({ length: 20_000 }, () => random.around(3));
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const sd = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(sd - 3)).toBeLessThan(0.1);
  });

  test('shuffles without losing anybody, and chooses only from the list', () => {
    const random = chance(1);
    const list = [1, 2, 3, 4, 5];
    expect([...random.shuffled(list)].sort()).toEqual(list);
    expect(list).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(Array.from({ length: 200 }, () => random.oneOf(list)))).toEqual(new Set(list));
    expect(() => random.oneOf([])).toThrow(RangeError);
  });
});
