import { expect, it } from 'vitest';
import { pocketWords } from './pockets.ts';
import { stageOf, standingOf } from './testing.ts';

const unnamed = (named: string[][], pocketSizes: number[] | undefined, pocketCount: number, locale: 'en' | 'id') => {
  const standing = standingOf(stageOf(), { pockets: named });
  const level = standing.wave.network?.mode?.levels.at(-1);
  if (!level) throw new Error('a wave with ties has levels');
  Object.assign(level, { pocketCount, pocketSizes });
  return pocketWords(standing, 'mode', locale).unnamed;
};

it('groups that are not named are told with their sizes, whichever of a size is named', () => {
  expect(unnamed([['a', 'b', 'c']], [5, 3, 3], 3, 'en')).toBe(
    '2 groups, of 5 and 3 agencies, are not named here: not all of their agencies agreed to that.',
  );
  expect(unnamed([], [4], 1, 'en')).toBe(
    'One group, of 4 agencies, is not named here: not all of its agencies agreed to that.',
  );
  expect(unnamed([], [5, 3], 2, 'id')).toMatch(/^2 kelompok dengan 5 dan 3 lembaga tidak disebut/);
  expect(unnamed([['a', 'b', 'c']], [3], 1, 'en')).toBeNull();
});

it('of a release that does not tell their sizes they are counted alone', () => {
  expect(unnamed([], undefined, 2, 'en')).toBe(
    '2 groups are not named here: not all of their agencies agreed to that.',
  );
});
