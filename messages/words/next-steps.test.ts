import { describe, expect, it } from 'vitest';
import { limitsQuestion, limitSentences, limitsSentence, ownLimitsQuestion } from './limits.ts';
import { aimSentence } from './verdict.ts';
import { nextFinding, nextSteps } from './next-steps.ts';
import { MODES, stageOf, standingOf } from './testing.ts';

const FACTORS = ['trust', 'commitment', 'goals', 'reach'];
const LOCALES = ['en', 'id'] as const;
const below = { cooperation: null, coordination: 'cooperation', collaboration: 'coordination' } as const;

const towards = (mode: (typeof MODES)[number], limitedBy: string[], locale: (typeof LOCALES)[number] = 'en') =>
  nextSteps(
    standingOf(stageOf({ mode: below[mode], limitedBy, verdict: { mode: below[mode], status: 'granted' } })),
    locale,
  );

describe('next steps', () => {
  it.each(LOCALES)('are written for each mode and factor, no two alike, in %s', (locale) => {
    const steps = MODES.flatMap((mode) => FACTORS.flatMap((factor) => towards(mode, [factor], locale)));
    expect(steps.map(({ key }) => key)).toEqual(MODES.flatMap((mode) => FACTORS.map((factor) => `${mode}/${factor}`)));
    expect(new Set(steps.map(({ title }) => title)).size).toBe(12);
    expect(new Set(steps.map(({ body }) => body)).size).toBe(12);
  });

  it('differ between the languages', () => {
    for (const mode of MODES)
      for (const factor of FACTORS)
        expect(towards(mode, [factor], 'id')[0]?.body).not.toBe(towards(mode, [factor], 'en')[0]?.body);
  });

  it('follow the limiting factors, then the group that may go ahead', () => {
    const standing = standingOf(stageOf({ limitedBy: ['trust', 'goals'] }), { pockets: [['a', 'b', 'c']] });
    expect(nextSteps(standing, 'en').map(({ key }) => key)).toEqual([
      'collaboration/trust',
      'collaboration/goals',
      'pocket',
    ]);
  });

  it('say the group once where reach already speaks of it', () => {
    const standing = standingOf(stageOf({ limitedBy: ['reach'] }), { pockets: [['a', 'b', 'c']] });
    expect(nextSteps(standing, 'en').map(({ key }) => key)).toEqual(['collaboration/reach']);
  });

  it('put what the status asks for first', () => {
    const keys = (mode: string | null, status: 'weakening' | 'approaching' | 'not-enough-evidence') =>
      nextSteps(standingOf(stageOf({ verdict: { mode, status } })), 'en').map(({ key }) => key);
    expect(keys('coordination', 'weakening')).toEqual(['weakening/coordination', 'collaboration/trust']);
    expect(keys('cooperation', 'approaching')[0]).toBe('approaching');
    expect(keys('coordination', 'not-enough-evidence')).toEqual(['not-enough-evidence']);
  });

  it('have general words for scales and modes of other instruments', () => {
    const [step] = nextSteps(standingOf(stageOf({ limitedBy: ['routines'] })), 'en');
    expect(step?.title).toBe('Work on ways of working');
  });

  it('speak of keeping at the top', () => {
    const top = stageOf({
      mode: 'collaboration',
      limitedBy: [],
      verdict: { mode: 'collaboration', status: 'granted' },
    });
    expect(nextSteps(standingOf(top), 'en').map(({ key }) => key)).toEqual(['top']);
  });
});

describe('what limits', () => {
  it('names value, cut and what is missing', () => {
    const stage = stageOf({
      limitedBy: ['trust', 'reach'],
      margins: { collaboration: { scales: { trust: -8.8, commitment: -9, goals: -8 }, reach: -0.2 } },
    });
    const standing = standingOf(stage, { means: { trust: 61.2, commitment: 61, goals: 62, routines: 50 } });
    expect(limitSentences(standing, 'en').map(({ sentence }) => sentence)).toEqual([
      'Trust: 61.2 of the 70.0 points that collaboration asks for, 8.8 to go.',
      '30% of the agencies heard are joined by ties that both sides confirm; collaboration asks for 50%.',
    ]);
    expect(limitSentences(standing, 'id')[0]?.sentence).toContain('61,2');
    expect(limitsSentence(standing, 'en')).toBe('Held back from collaboration by trust and too few confirmed ties');
  });

  it('says so at the top and where nothing can be told', () => {
    const top = stageOf({ mode: 'collaboration', limitedBy: [] });
    expect(limitsSentence(standingOf(top), 'en')).toMatch(/^Nothing/);
    expect(limitsSentence(standingOf(stageOf({ limitedBy: [] })), 'en')).toMatch(/can’t be told/);
  });

  it('holds nothing back from a network that is where it wants to be: a lower rung that fits is said to fit', () => {
    const met = { limitedBy: ['trust'], declared: { funder: 'collaboration', network: 'coordination' } };
    const fits = standingOf(stageOf({ ...met, gap: { funder: 1, network: 0 } }));
    expect(limitsSentence(fits, 'en')).toBe(
      'The network’s own aim is met. What lies between it and collaboration: trust',
    );
    expect(limitsQuestion(fits, 'en')).toBe('Is its own aim met?');
    expect(limitsQuestion(fits, 'id')).toBe('Apakah tujuannya sendiri tercapai?');
    expect(ownLimitsQuestion(fits, 'en')).toBe('Is our own aim met?');
    expect(nextFinding(fits, 'en')).toBe('What could help, if more than this is wanted');
    expect(aimSentence(fits, 'en')).toMatch(/where it stands: .* fit\.$/);
    for (const more of [{ gap: { funder: 1, network: 1 } }, { mode: 'cooperation', gap: { funder: 1, network: 0 } }]) {
      const short = standingOf(stageOf({ ...met, ...more }));
      expect(limitsSentence(short, 'en')).toMatch(/^Held back from /);
      expect(limitsQuestion(short, 'en')).toBe('What holds it back?');
      expect(ownLimitsQuestion(short, 'id')).toBe('Apa yang menahan kita?');
      expect(nextFinding(short, 'en')).toBe('What could help from here');
    }
  });
});
