import { expect, it } from 'vitest';
import { limitFact } from './facts.ts';
import { stageOf, standingOf } from './testing.ts';

const termOf = (network: string | null, gap: number | null, locale: 'en' | 'id' = 'en') =>
  limitFact(
    standingOf(stageOf({ declared: { funder: 'collaboration', network }, gap: { funder: 1, network: gap } })),
    locale,
  );

it('what the next rung lacks holds a network back, unless its own aim is met', () => {
  expect(termOf(null, null)).toEqual({ term: 'Held back by', value: 'trust' });
  expect(termOf('collaboration', 1)?.term).toBe('Held back by');
  expect(termOf('coordination', 0)).toEqual({ term: 'Between its aim and collaboration', value: 'trust' });
  expect(termOf('coordination', 0, 'id')?.term).toMatch(/^Di antara tujuannya dan/);
  expect(limitFact(standingOf(stageOf({ limitedBy: [] })), 'en')).toBeNull();
});
