import { describe, expect, it } from 'vitest';
import { confidenceWords, chanceWords } from './confidence.ts';
import { rungs } from './ladder.ts';
import { stageOf, standingOf } from './testing.ts';

describe('confidence in words', () => {
  it.each([
    [null, 'can’t be told'],
    [1, 'as good as sure'],
    [0.995, 'as good as sure'],
    [0.94, '94 in 100 sure'],
    [0.01, '1 in 100 sure'],
    [0.004, 'under 1 in 100'],
    [0, 'under 1 in 100'],
  ])('%s is %s', (confidence, words) => expect(confidenceWords(confidence, 'en')).toBe(words));

  it('never promises 100 in 100', () => {
    for (let hundredth = 0; hundredth <= 100; hundredth += 1) {
      expect(confidenceWords(hundredth / 100, 'en')).not.toMatch(/\b(0|100) in 100\b/);
      expect(chanceWords(hundredth / 100, 'id')).not.toMatch(/\b(0|100) dari 100\b/);
    }
  });
});

describe('the ladder', () => {
  const drawn = (change: Parameters<typeof stageOf>[0]) => rungs(standingOf(stageOf(change)), 'en');

  it('stands on the verdict, not on one wave', () => {
    const steps = drawn({ mode: 'collaboration', verdict: { mode: 'cooperation', status: 'granted' } });
    expect(steps.map(({ here }) => here)).toEqual([true, false, false]);
  });

  it('carries the mandate as a flag and the own aim as a ring', () => {
    const steps = drawn({ declared: { funder: 'collaboration', network: 'coordination' } });
    expect(steps.map(({ mandate, aim }) => [mandate, aim])).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ]);
  });

  it('says for each rung whether it is reached and how sure that is', () => {
    expect(drawn({}).map(({ sure }) => sure)).toEqual([
      'reached, as good as sure',
      'reached, 94 in 100 sure',
      'not yet, 4 in 100',
    ]);
    const [, coordination, collaboration] = drawn({
      confidence: { cooperation: 1, coordination: 0.4, collaboration: 0.85 },
    });
    expect(coordination?.sure).toBe('reached earlier, now 40 in 100');
    expect(collaboration?.sure).toBe('nearly: 85 in 100, to be confirmed');
    expect(drawn({ confidence: { cooperation: null } })[0]?.sure).toBe('can’t be told yet');
  });
});
