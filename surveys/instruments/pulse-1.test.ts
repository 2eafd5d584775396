import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { instrumentKey } from '../instrument.ts';
import { builtInInstrument, builtInKeys } from './built-in.ts';
import { pulse1 } from './pulse-1.ts';

describe('pulse@1', () => {
  test('is found by its key, and nothing else is', () => {
    expect(instrumentKey(pulse1)).toBe('pulse@1');
    expect(builtInKeys()).toEqual(['pulse@1']);
    expect(builtInInstrument('pulse@1')).toBe(pulse1);
    expect(builtInInstrument('pulse@2')).toBeNull();
  });

  test('has fifteen seven-point items: four a scale with one reversed, and three on routines', () => {
    const counts = pulse1.scales.map(({ id }) => {
      const items = pulse1.items.filter((item) => item.scale === id);
      return [id, items.length, items.filter((item) => item.reversed).length];
    });
    expect(counts).toEqual([
      ['trust', 4, 1],
      ['commitment', 4, 1],
      ['goals', 4, 1],
      ['routines', 3, 0],
    ]);
    expect(pulse1.items.every(({ min, max, decimal }) => min === 1 && max === 7 && !decimal)).toBe(true);
  });

  test('has the facets that the issue names', () => {
    const facets = (scale: string) => pulse1.items.filter((item) => item.scale === scale).map((item) => item.facet);
    expect(facets('trust')).toEqual(['reliability', 'openness', 'good-will', 'mission-support']);
    expect(facets('commitment')).toEqual(['network', 'network', 'each-other', 'each-other']);
    expect(facets('goals')).toEqual(['clarity', 'identification', 'identification', 'fit']);
    expect(facets('routines')).toEqual(['procedures', 'case-management', 'shared-practice']);
  });

  test('asks mode by agency and trust in aggregate, the latter from mode 1 on', () => {
    expect(pulse1.ties.map(({ id, min, max, visibility, askedFrom }) => [id, min, max, visibility, askedFrom])).toEqual(
      [
        ['mode', 0, 3, 'agency', undefined],
        ['trust', 1, 4, 'aggregate', { tie: 'mode', level: 1 }],
      ],
    );
    expect(pulse1.texts).toHaveLength(1);
  });

  test('judges readiness as the contract does, without routines', () => {
    expect(pulse1.readiness?.tie).toBe('mode');
    expect(pulse1.readiness?.modes.map(({ id, level, scales, reach }) => [id, level, scales, reach])).toEqual([
      ['cooperation', 1, { trust: 40, commitment: 40, goals: 40 }, 0.5],
      ['coordination', 2, { trust: 55, commitment: 55, goals: 55 }, 0.5],
      ['collaboration', 3, { trust: 70, commitment: 70, goals: 70 }, 0.5],
    ]);
  });

  test('says everything in English and in Indonesian, every point included', () => {
    const asked = [...pulse1.items, ...pulse1.ties];
    const texts = [
      pulse1.title,
      ...pulse1.scales.map((scale) => scale.title),
      ...[...asked, ...(pulse1.texts ?? [])].map((question) => question.text),
      ...asked.flatMap(({ min, max, labels }) =>
        Array.from({ length: max - min + 1 }, (_, i) => labels?.[min + i] ?? {}),
      ),
    ];
    for (const text of texts) {
      expect(Object.keys(text).sort()).toEqual(['en', 'id']);
      expect(Object.values(text).every((words) => words.length > 3)).toBe(true);
    }
  });

  // A used version never changes: other words are a new version, in a file of its own.
  test('reads as it did when it was first used', () => {
    const hash = createHash('sha256').update(JSON.stringify(pulse1)).digest('hex');
    expect(hash).toBe('2b984e7c78f7cc505fe4cf216bbdaf39b59225de4496a898cee529186505fd5c');
  });
});
