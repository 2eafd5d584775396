import { describe, expect, it } from 'vitest';
import type { VerdictStatus } from '@rapport/analytics/analysis';
import { MODES, releaseOf, stageOf, standingOf, waveOf } from './testing.ts';
import { standing } from './standing.ts';
import {
  aimSentence,
  mandateSentence,
  marginSentence,
  pocketSentence,
  verdictSentence,
  waitingSentence,
} from './verdict.ts';

const LOCALES = ['en', 'id'] as const;
const said = (mode: string | null, status: VerdictStatus, locale: (typeof LOCALES)[number] = 'en') =>
  verdictSentence(standingOf(stageOf({ verdict: { mode, status } })), locale);

describe('the verdict sentence', () => {
  it.each(LOCALES)('differs for every status and mode in %s', (locale) => {
    const sentences = [
      ...MODES.flatMap((mode) => [said(mode, 'granted', locale), said(mode, 'weakening', locale)]),
      ...[null, 'cooperation', 'coordination'].map((mode) => said(mode, 'approaching', locale)),
      said(null, 'none', locale),
      said(null, 'not-enough-evidence', locale),
      ...MODES.map((mode) => said(mode, 'not-enough-evidence', locale)),
    ];
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
  });

  it('names the next rung when it is approaching, not the one stood on', () => {
    expect(said('cooperation', 'approaching')).toMatch(/coordinate/);
    expect(said(null, 'approaching')).toMatch(/^Cooperation/);
  });

  it.each(LOCALES)('calls no mode a failure in %s', (locale) => {
    for (const mode of MODES)
      for (const status of ['granted', 'weakening', 'not-enough-evidence'] as const)
        expect(said(mode, status, locale)).not.toMatch(/fail|only|merely|lost|gagal|hanya/i);
  });

  it('speaks of modes that the built-in instrument does not know by their id or title', () => {
    const other = standingOf(stageOf({ verdict: { mode: 'merging', status: 'granted' } }));
    expect(verdictSentence(other, 'en')).toContain('merging');
  });

  it('says that figures are held back where the stage is, and that there is no verdict where none is asked for', () => {
    const release = releaseOf([waveOf('w1', null)], {
      suppressed: [{ path: 'waves[0].stage', reason: 'too-few-members' }],
    });
    const held = standing(release);
    expect(held && verdictSentence(held, 'en')).toMatch(/held back/);
    expect(verdictSentence(standingOf(null), 'en')).toMatch(/no readiness verdict/);
  });
});

describe('what was asked and aimed at', () => {
  const asked = (gap: number | null) =>
    mandateSentence(
      standingOf(
        stageOf({ declared: { funder: 'collaboration', network: 'cooperation' }, gap: { funder: gap, network: gap } }),
      ),
      'en',
    );

  it('has a sentence of its own for each side of the gap', () => {
    expect(asked(2)).toBe('The funder asks for collaboration: 2 steps beyond what these relationships carry today.');
    expect(asked(1)).toMatch(/one step beyond/);
    expect(asked(0)).toMatch(/fits/);
    expect(asked(-1)).toMatch(/further on/);
    expect(asked(null)).toMatch(/can’t be told/);
  });

  it('says nothing where nobody declared anything', () => {
    const standing = standingOf(stageOf());
    expect([mandateSentence(standing, 'en'), aimSentence(standing, 'en')]).toEqual([null, null]);
  });
});

describe('the sentences beside the verdict', () => {
  it('explains a verdict that waits and one that holds on, and is silent where both agree', () => {
    const waiting = (met: string | null, granted: string | null) =>
      waitingSentence(standingOf(stageOf({ mode: met, verdict: { mode: granted, status: 'granted' } })), 'en');
    expect(waiting('coordination', 'cooperation')).toMatch(/already reach coordination/);
    expect(waiting(null, 'cooperation')).toMatch(/below cooperation/);
    expect(waiting('coordination', 'coordination')).toBeNull();
  });

  it('names a group that is ahead, counts several', () => {
    const ahead = (pockets: string[][]) => pocketSentence(standingOf(stageOf(), { pockets }), 'en');
    expect(ahead([['a', 'b', 'c']])).toBe(
      'Agency A, Agency B and Agency C already have the ties that collaboration needs.',
    );
    expect(
      ahead([
        ['a', 'b', 'c'],
        ['b', 'c', 'd'],
      ]),
    ).toMatch(/^2 groups/);
    expect(ahead([])).toBeNull();
  });

  it('tells the four ways in which moved cuts can matter', () => {
    const moved = (minus5: string | null, plus5: string | null) => {
      const stage = stageOf({ modeAt: { minus5, plus5 } });
      return marginSentence(stage, standingOf(stage).modes, 'en');
    };
    const four = [
      moved('coordination', 'coordination'),
      moved('collaboration', 'coordination'),
      moved('coordination', 'cooperation'),
      moved('collaboration', null),
    ];
    expect(new Set(four).size).toBe(4);
    expect(four[3]).toMatch(/collaboration.*none of the modes yet/);
  });
});
