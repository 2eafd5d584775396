import { describe, expect, test } from 'vitest';
import { fieldFaults, submissionFaults, submissionFor, submissionRows, type Submission } from './answers.ts';
import { checkPanel } from './panel-check.ts';
import { smallInstrument, smallPanel } from './testing/small-panel.ts';

const asked = { instrument: smallInstrument(), organisations: [{ organisation: 'b' }, { organisation: 'c' }] };
const submission = (changes: Partial<Submission> = {}): Submission => ({ answers: {}, ties: {}, ...changes });
const whole = submission({
  answers: { t2: 2.5, t1: 7 },
  ties: { b: { depth: 4, mode: 1 }, c: { mode: 0 } },
  texts: { comment: 'Well\nmet' },
  carried: ['b'],
});

describe('a submission', () => {
  test.each([submission(), whole])('fits what was asked', (fits) => {
    expect(submissionFaults(fits, asked)).toEqual([]);
    expect(submissionFor(asked).safeParse(fits).data).toEqual(fits);
  });

  test.each<[string, unknown, object[]]>([
    [
      'too high',
      { answers: { t1: 8 } },
      [{ path: ['answers', 't1'], key: 'survey_fault_range', params: { min: 1, max: 7 } }],
    ],
    [
      'too low',
      { answers: { t2: -0.1 } },
      [{ path: ['answers', 't2'], key: 'survey_fault_range', params: { min: 0, max: 10 } }],
    ],
    [
      'half a point',
      { answers: { t1: 1.5 } },
      [{ path: ['answers', 't1'], key: 'survey_fault_whole', params: { min: 1, max: 7 } }],
    ],
    [
      'no number',
      { answers: { t1: '4' } },
      [{ path: ['answers', 't1'], key: 'survey_fault_number', params: { min: 1, max: 7 } }],
    ],
    [
      'nothing at all',
      { answers: { t1: null } },
      [{ path: ['answers', 't1'], key: 'survey_fault_number', params: { min: 1, max: 7 } }],
    ],
    ['no item', { answers: { t9: 4 } }, [{ path: ['answers', 't9'], key: 'survey_fault_unknown' }]],
    ['no agency', { ties: { z: { mode: 1 } } }, [{ path: ['ties', 'z'], key: 'survey_fault_unknown' }]],
    ['no tie question', { ties: { b: { t1: 1 } } }, [{ path: ['ties', 'b', 't1'], key: 'survey_fault_unknown' }]],
    [
      'a rating too high',
      { ties: { b: { mode: 4 } } },
      [{ path: ['ties', 'b', 'mode'], key: 'survey_fault_range', params: { min: 0, max: 3 } }],
    ],
    [
      'half a rating',
      { ties: { b: { mode: 0.5 } } },
      [{ path: ['ties', 'b', 'mode'], key: 'survey_fault_whole', params: { min: 0, max: 3 } }],
    ],
    ['no open question', { texts: { mode: 'x' } }, [{ path: ['texts', 'mode'], key: 'survey_fault_unknown' }]],
    [
      'too many words',
      { texts: { comment: 'x'.repeat(10_001) } },
      [{ path: ['texts', 'comment'], key: 'survey_fault_long', params: { longest: 10_000 } }],
    ],
    ['still so with nobody', { carried: ['z'] }, [{ path: ['carried', '0'], key: 'survey_fault_unknown' }]],
    [
      'several things',
      { answers: { t1: 0 }, ties: { b: { mode: 1, depth: 5 } } },
      [
        { path: ['answers', 't1'], key: 'survey_fault_range', params: { min: 1, max: 7 } },
        { path: ['ties', 'b', 'depth'], key: 'survey_fault_range', params: { min: 1, max: 4 } },
      ],
    ],
  ])('is refused for %s', (_, sent, expected) => {
    const { error } = submissionFor(asked).safeParse(sent);
    expect(error && fieldFaults(error, asked)).toEqual(expected);
  });

  test('becomes rows in the order of the instrument', () => {
    expect(submissionRows(whole, { wave: 'w1', member: 'a1', instrument: asked.instrument })).toEqual({
      answers: [
        { wave: 'w1', member: 'a1', item: 't1', value: 7 },
        { wave: 'w1', member: 'a1', item: 't2', value: 2.5 },
      ],
      ties: [
        { wave: 'w1', member: 'a1', organisation: 'b', question: 'mode', value: 1, carried: true },
        { wave: 'w1', member: 'a1', organisation: 'b', question: 'depth', value: 4, carried: true },
        { wave: 'w1', member: 'a1', organisation: 'c', question: 'mode', value: 0 },
      ],
      texts: [{ wave: 'w1', member: 'a1', question: 'comment', text: 'Well\nmet' }],
    });
  });

  test('that fits gives rows that a panel takes', () => {
    const fits = submission({
      answers: { t1: 1, t2: 10 },
      ties: { b: { mode: 3, depth: 1 } },
      texts: { comment: '=1' },
    });
    expect(
      checkPanel(smallPanel(submissionRows(fits, { wave: 'w1', member: 'a1', instrument: asked.instrument }))),
    ).toEqual([]);
  });

  test.each([
    ['below the level', { mode: 0, depth: 3 }, ['mode']],
    ['at the level', { mode: 1, depth: 3 }, ['mode', 'depth']],
    ['not answered', { depth: 3 }, ['depth']],
  ])('keeps a rating that hangs on another one %s', (_, b, questions) => {
    const { ties } = submissionRows(submission({ ties: { b } }), {
      wave: 'w1',
      member: 'a1',
      instrument: asked.instrument,
    });
    expect(ties.map(({ question }) => question)).toEqual(questions);
  });

  test('leaves out open answers without words', () => {
    const { texts } = submissionRows(submission({ texts: { comment: ' \n' } }), {
      wave: 'w1',
      member: 'a1',
      instrument: asked.instrument,
    });
    expect(texts).toEqual([]);
  });
});
