import { describe, expect, test } from 'vitest';
import { emptyDraft, type Draft, type ItemQuestion, type SurveyForm } from './form.ts';
import { LONGEST_TEXT, readNumber, readStep } from './read-form.ts';
import { listSteps, type Step } from './steps.ts';

const item = (id: string, rest: Partial<ItemQuestion> = {}): ItemQuestion => ({
  id,
  text: '',
  min: 1,
  max: 5,
  decimal: false,
  points: null,
  ...rest,
});
const points = [0, 1, 2].map((value) => ({ value, label: '' }));
const form: SurveyForm = {
  sections: [{ title: '', aboutGoals: false, questions: [item('a'), item('b', { decimal: true }), item('c')] }],
  ties: [{ id: 'mode', text: '', min: 0, points, visibility: 'agency', askedFrom: null }],
  gate: 'mode',
  texts: [{ id: 'more', text: '' }],
  agencies: [
    { id: 'x', name: 'X' },
    { id: 'y', name: 'Y' },
  ],
  previous: { x: { mode: 2 } },
  partnersBefore: 1,
};
const fields = (rows: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of rows) data.append(name, value);
  return data;
};
function step(path: string, draft: Draft): Step {
  const found = listSteps(form, draft).find((one) => one.path === path);
  if (!found) throw new Error(`no step ${path}`);
  return found;
}
const read = (path: string, rows: [string, string][], draft = emptyDraft()) =>
  readStep(fields(rows), form, draft, step(path, draft));

describe('a typed number', () => {
  const whole = { min: 1, max: 5, decimal: false };
  const decimal = { min: -1, max: 5, decimal: true };

  test.each([
    ['3', whole, { value: 3 }],
    ['  3 ', whole, { value: 3 }],
    ['', whole, { value: null }],
    ['3.5', decimal, { value: 3.5 }],
    ['3,5', decimal, { value: 3.5 }],
    ['−0,5', decimal, { value: -0.5 }],
    ['.5', decimal, { value: 0.5 }],
    ['3.5', whole, { fault: 'whole' }],
    ['5', whole, { value: 5 }],
    ['1', whole, { value: 1 }],
    ['6', whole, { fault: 'range' }],
    ['0', whole, { fault: 'range' }],
    ['three', whole, { fault: 'number' }],
    ['1e1', decimal, { fault: 'number' }],
    ['Infinity', decimal, { fault: 'number' }],
    ['1,2,3', decimal, { fault: 'number' }],
  ])('%j', (typed, question, expected) => {
    expect(readNumber(typed, question)).toEqual(expected);
  });
});

describe('a posted page', () => {
  test('puts its own answers into the draft and leaves the rest', () => {
    const before = { ...emptyDraft(), answers: { a: 1, c: 2, elsewhere: 7 } };
    const { draft, faults } = read(
      '1',
      [
        ['answer.a', '4'],
        ['answer.b', '2,5'],
        ['answer.elsewhere', '1'],
      ],
      before,
    );
    expect(faults).toEqual({});
    expect(draft.answers).toEqual({ a: 4, b: 2.5, elsewhere: 7 });
  });

  test('names the field at fault and keeps what was there', () => {
    const before = { ...emptyDraft(), answers: { a: 1 } };
    const { draft, faults } = read(
      '1',
      [
        ['answer.a', '9'],
        ['answer.b', 'x'],
      ],
      before,
    );
    expect(faults).toEqual({ 'answer.a': 'range', 'answer.b': 'number' });
    expect(draft.answers.a).toBe(1);
  });

  test('can take one answer back', () => {
    expect(
      read('1', [
        ['answer.a', '4'],
        ['answer.c', '3'],
        ['clear', 'a'],
      ]).draft.answers,
    ).toEqual({ c: 3 });
  });

  test('ticks agencies and confirms that there were no others', () => {
    expect(read('agencies', [['agency', 'y']]).draft.ties).toEqual({ y: {} });
    expect(
      read('agencies', [
        ['agency', 'y'],
        ['none-else', 'on'],
      ]).draft.ties,
    ).toEqual({ x: { mode: 0 }, y: {} });
    expect(read('agencies', [['none-else', 'on']]).draft.ties).toEqual({ x: { mode: 0 }, y: { mode: 0 } });
  });

  test('rates the agency that it names, whatever its position is by now', () => {
    const ticked = { ...emptyDraft(), ties: { x: {}, y: {} } };
    const { draft } = read(
      'agency-1',
      [
        ['rated', 'y'],
        ['tie.mode', '1'],
      ],
      ticked,
    );
    expect(draft.ties).toEqual({ x: {}, y: { mode: 1 } });
  });

  test('takes no rating outside the scale, and "can’t say" as missing', () => {
    const ticked = { ...emptyDraft(), ties: { x: { mode: 1 } } };
    expect(
      read(
        'agency-1',
        [
          ['rated', 'x'],
          ['tie.mode', '7'],
        ],
        ticked,
      ).draft.ties.x,
    ).toEqual({});
    expect(
      read(
        'agency-1',
        [
          ['rated', 'x'],
          ['tie.mode', ''],
        ],
        ticked,
      ).draft.ties.x,
    ).toEqual({});
    expect(
      read(
        'agency-1',
        [
          ['rated', 'stranger'],
          ['tie.mode', '1'],
        ],
        ticked,
      ).draft,
    ).toEqual(ticked);
  });

  test('confirms last quarter as still so', () => {
    const ticked = { ...emptyDraft(), ties: { x: {} } };
    const { draft } = read(
      'agency-1',
      [
        ['rated', 'x'],
        ['tie.mode', '1'],
        ['still-so', 'yes'],
      ],
      ticked,
    );
    expect([draft.ties, draft.carried]).toEqual([{ x: { mode: 2 } }, ['x']]);
  });

  test('holds open answers of up to ten thousand characters', () => {
    expect(read('words', [['text.more', 'One\r\ntwo']]).draft.texts).toEqual({ more: 'One\ntwo' });
    expect(read('words', [['text.more', '  ']], { ...emptyDraft(), texts: { more: 'x' } }).draft.texts).toEqual({});
    expect(read('words', [['text.more', 'x'.repeat(LONGEST_TEXT + 1)]]).faults).toEqual({ 'text.more': 'long' });
  });
});
