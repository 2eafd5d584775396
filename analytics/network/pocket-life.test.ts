import { describe, expect, it } from 'vitest';
import { pocketFates, pocketSteps } from './pocket-life.ts';

const pocket = (ids: string): string[] => [...ids];
const fatesOf = (before: string[], after: string[]) =>
  pocketFates(before.map(pocket), after.map(pocket)).map(({ fate, before: was, after: is }) => [
    fate,
    was.map((ids) => ids.join('')),
    is.map((ids) => ids.join('')),
  ]);

describe('pocketFates', () => {
  it.each([
    ['born', [], ['abc']],
    ['gone', ['abc'], []],
    ['kept', ['abc'], ['abc']],
    ['grown', ['abc'], ['abcde']],
    ['shrunk', ['abcde'], ['cde']],
    ['changed', ['abc'], ['bcd']],
    ['merged', ['abc', 'def'], ['abcdef']],
    ['split', ['abcdef'], ['abc', 'def']],
    ['regrouped', ['abc', 'def'], ['abcdef', 'deg']],
  ] as const)('%s', (fate, before, after) => {
    expect(fatesOf([...before], [...after])).toEqual([[fate, before, after]]);
  });

  it('are gone and born when at most half of the smaller one stays', () => {
    expect(fatesOf(['abcd'], ['cdef'])).toEqual([
      ['gone', ['abcd'], []],
      ['born', [], ['cdef']],
    ]);
    expect(fatesOf(['abc'], ['cde'])).toHaveLength(2);
  });

  it('keep two pockets with a shared organisation apart', () => {
    expect(fatesOf(['abc', 'cde'], ['cdef', 'abc'])).toEqual([
      ['kept', ['abc'], ['abc']],
      ['grown', ['cde'], ['cdef']],
    ]);
  });
});

describe('pocketSteps', () => {
  it('go from wave to wave, the first born from nothing', () => {
    const steps = pocketSteps([
      { wave: 'w1', pockets: [pocket('abc')] },
      { wave: 'w2', pockets: [pocket('abcd')] },
      { wave: 'w4', pockets: [] },
    ]);
    expect(steps.map(({ from, to, pockets }) => [from, to, pockets.map(({ fate }) => fate)])).toEqual([
      [null, 'w1', ['born']],
      ['w1', 'w2', ['grown']],
      ['w2', 'w4', ['gone']],
    ]);
  });
});
