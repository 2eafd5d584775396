import { describe, expect, it } from 'vitest';
import { tellableSteps } from './agency-progress.ts';

const group = (size: number, submitted: number) => ({ size, submitted });

describe('what is told of one agency while a wave is open', () => {
  it('is a step, and only of agencies of five people and more', () => {
    const agencies = [group(8, 3), group(6, 3), group(3, 1), group(4, 2)];
    expect(tellableSteps(agencies, 5)).toEqual(['under-half', 'half-or-more', null, null]);
    expect(tellableSteps(agencies, 7)).toEqual(['under-half', null, null, null]);
  });

  it('is nothing where fewer than five people are in all the others together', () => {
    expect(tellableSteps([group(8, 3), group(4, 2)], 5)).toEqual([null, null]);
    expect(tellableSteps([group(8, 3), group(8, 5)], 5)).not.toContain(null);
  });

  it('is nothing where the count of the wave beside it says that all or none of a group have answered', () => {
    expect(tellableSteps([group(6, 2), group(5, 5)], 5), 'none').toEqual([null, null]);
    expect(tellableSteps([group(6, 3), group(3, 0), group(3, 0)], 5), 'nobody of the small ones').toEqual([
      null,
      null,
      null,
    ]);
    expect(tellableSteps([group(6, 0), group(6, 0)], 5)).toEqual([null, null]);
  });

  it('leaves, by brute force, every group at least two possible counts that are neither all nor none alone', () => {
    for (const sizes of [
      [5, 5],
      [6, 7],
      [5, 5, 5],
      [8, 2, 3],
      [5, 6, 5],
    ])
      for (const counts of product(sizes.map((size) => size + 1))) {
        const agencies = sizes.map((size, at) => group(size, counts[at] ?? 0));
        const told = tellableSteps(agencies, 5);
        if (told.every((step) => step === null)) continue;
        const total = counts.reduce((sum, one) => sum + one, 0);
        const worlds = product(sizes.map((size) => size + 1)).filter(
          (world) =>
            world.reduce((sum, one) => sum + one, 0) === total &&
            told.every((step, at) => {
              const under = 2 * (world[at] ?? 0) < (sizes[at] ?? 0);
              return step === null || (step === 'under-half') === under;
            }),
        );
        sizes.forEach((size, at) => {
          const possible = new Set(worlds.map((world) => world[at]));
          expect([...possible], JSON.stringify({ sizes, counts, told })).not.toEqual([size]);
          expect([...possible], JSON.stringify({ sizes, counts, told })).not.toEqual([0]);
        });
      }
  });
});

const product = (sizes: number[]): number[][] =>
  sizes.reduce<number[][]>(
    (worlds, size) => worlds.flatMap((world) => Array.from({ length: size }, (_, value) => [...world, value])),
    [[]],
  );
