import { expect, it } from 'vitest';
import { readDays } from './read-days.ts';

it.each([
  ['3, 5', 1, [3, 5]],
  [' 5;3  3 ', 1, [3, 5]],
  ['', 1, []],
  ['0', 0, [0]],
  ['0', 1, null],
  ['367', 0, null],
  ['three', 0, null],
  ['-2', 0, null],
  ['2.5', 0, null],
  ['1 2 3 4 5 6 7 8 9 10 11', 0, null],
] as [string, number, number[] | null][])('%j from %i on', (typed, least, days) => {
  expect(readDays(typed, least)).toEqual(days);
});
