import { describe, expect, it } from 'vitest';
import { verdicts } from './verdict.ts';

/** One mode's confidence wave by wave: a number, `null`, or '-' for a wave that can't be assessed. */
const follow = (...waves: (number | null | '-')[]) =>
  verdicts(
    ['one'],
    waves.map((wave) => ({ assessable: wave !== '-', confidence: [wave === '-' ? null : wave] })),
  ).map(({ mode, status }) => `${mode ?? ''}:${status}`);

const NONE = ':none';
const NEAR = ':approaching';
const HELD = 'one:granted';
const WEAK = 'one:weakening';
const UNKNOWN = ':not-enough-evidence';
const CARRIED = 'one:not-enough-evidence';

describe('verdicts of one mode', () => {
  it.each([
    ['is granted at .80 twice running', [0.8, 0.8], [NEAR, HELD]],
    ['is not granted just below', [0.8, 0.7999, 0.8], [NEAR, NONE, NEAR]],
    ['is granted over one unassessable wave', [0.9, '-', 0.9], [NEAR, UNKNOWN, HELD]],
    ['is not granted over two', [0.9, '-', '-', 0.9], [NEAR, UNKNOWN, UNKNOWN, NEAR]],
    ['is granted after two gaps once two waves agree', [0.9, '-', '-', 0.9, 0.9], [NEAR, UNKNOWN, UNKNOWN, NEAR, HELD]],
    ['stays granted between .20 and .50 for one wave', [0.9, 0.9, 0.49, 0.6], [NEAR, HELD, WEAK, HELD]],
    ['is withdrawn below .50 twice running', [0.9, 0.9, 0.49, 0.49], [NEAR, HELD, WEAK, NONE]],
    ['is withdrawn so over one gap', [0.9, 0.9, 0.4, '-', 0.4], [NEAR, HELD, WEAK, CARRIED, NONE]],
    ['is kept so over two gaps', [0.9, 0.9, 0.4, '-', '-', 0.4], [NEAR, HELD, WEAK, CARRIED, CARRIED, WEAK]],
    ['is kept when the second is at .50', [0.9, 0.9, 0.4, 0.5], [NEAR, HELD, WEAK, HELD]],
    ['is kept at .50 exactly', [0.9, 0.9, 0.5, 0.5], [NEAR, HELD, HELD, HELD]],
    ['is withdrawn at .20 at once', [0.9, 0.9, 0.2], [NEAR, HELD, NONE]],
    ['is not withdrawn just above', [0.9, 0.9, 0.2001], [NEAR, HELD, WEAK]],
    ['is carried by unassessable waves', [0.9, 0.9, '-', '-', '-'], [NEAR, HELD, CARRIED, CARRIED, CARRIED]],
    ['comes back only by the rule', [0.9, 0.9, 0.1, 0.9, 0.9], [NEAR, HELD, NONE, NEAR, HELD]],
    ['says nothing of a single wave', [1], [NEAR]],
  ] as const)('%s', (_, waves, expected) => {
    expect(follow(...waves)).toEqual(expected);
  });
});

describe('verdicts of modes above each other', () => {
  const follow3 = (...waves: (number | null)[][]) =>
    verdicts(
      ['one', 'two', 'three'],
      waves.map((confidence) => ({ assessable: true, confidence })),
    ).map(({ mode, status }) => `${mode ?? ''}:${status}`);

  it('is the highest granted with all below it granted', () => {
    expect(follow3([0.9, 0.9, 0.3], [0.9, 0.85, 0.3])).toEqual([':approaching', 'two:granted']);
  });

  it('falls to the mode below the one withdrawn', () => {
    expect(follow3([1, 0.9, 0.8], [1, 0.9, 0.8], [1, 0.2, 0.2], [0.9, 0.1, 0.1])).toEqual([
      ':approaching',
      'three:granted',
      'one:granted',
      'one:granted',
    ]);
  });

  it('calls the next mode approaching at .80, and weakening goes before it', () => {
    expect(follow3([1, 0.5, 0], [1, 0.5, 0], [1, 0.8, 0])).toEqual([':approaching', 'one:granted', 'one:approaching']);
    expect(follow3([1, 1, 0], [1, 1, 0], [0.9, 0.45, 0])[2]).toBe('two:weakening');
  });

  it('neither grants nor withdraws on a confidence that can not be had', () => {
    expect(follow3([1, 0.9, null], [1, 0.9, null], [1, null, null], [1, 0.4, null])).toEqual([
      ':approaching',
      'two:granted',
      'two:granted',
      'two:weakening',
    ]);
  });
});
