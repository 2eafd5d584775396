import { describe, expect, test } from 'vitest';
import { emptyDraft, type SurveyForm } from './form.ts';
import { secondsLeft, shownMinutes, wholeSeconds } from './pace.ts';
import { listSteps, resumeStep, sectionCount } from './steps.ts';

const choice = { min: 1, max: 2, decimal: false, points: [1, 2].map((value) => ({ value, label: '' })) };
const part = (...ids: string[]) => ({
  title: '',
  aboutGoals: false,
  questions: ids.map((id) => ({ id, text: '', ...choice })),
});
const form: SurveyForm = {
  sections: [part('t1', 't2'), part('c1')],
  ties: [{ id: 'mode', text: '', min: 0, points: choice.points, visibility: 'agency', askedFrom: null }],
  gate: 'mode',
  texts: [{ id: 'more', text: '' }],
  agencies: ['a', 'b', 'c'].map((id) => ({ id, name: id })),
  previous: {},
  partnersBefore: 0,
};
const draft = (parts: object) => ({ ...emptyDraft(), ...parts });
const paths = (of: SurveyForm, said = emptyDraft()) => listSteps(of, said).map(({ path }) => path);

describe('steps', () => {
  test('grow by the ticked agencies, which count as one section', () => {
    expect(paths(form)).toEqual(['1', '2', 'agencies', 'words', 'check']);
    const ticked = draft({ ties: { c: {}, a: { mode: 1 }, b: { mode: 0 } } });
    expect(paths(form, ticked)).toEqual(['1', '2', 'agencies', 'agency-1', 'agency-2', 'words', 'check']);
    expect(sectionCount(form)).toBe(4);
    expect(listSteps(form, ticked).map(({ section }) => section)).toEqual([1, 2, 3, 3, 3, 4, 4]);
  });

  test('are only what the instrument asks', () => {
    expect(paths({ ...form, ties: [], agencies: [], texts: [] })).toEqual(['1', '2', 'check']);
    expect(paths({ ...form, sections: [], texts: [] })).toEqual(['agencies', 'check']);
    expect(paths({ ...form, agencies: [] })).toEqual(['1', '2', 'words', 'check']);
  });

  test('resume after the last answer, within a section that is not finished', () => {
    expect(resumeStep(form, emptyDraft()).path).toBe('1');
    expect(resumeStep(form, draft({ answers: { t1: 1 } })).path).toBe('1');
    expect(resumeStep(form, draft({ answers: { t1: 1, t2: 1 } })).path).toBe('2');
    expect(resumeStep(form, draft({ answers: { c1: 1 } })).path).toBe('agencies');
    expect(resumeStep(form, draft({ ties: { a: { mode: 1 }, b: {} } })).path).toBe('agency-2');
    expect(resumeStep(form, draft({ texts: { more: 'yes' } })).path).toBe('check');
  });
});

describe('time', () => {
  test('only falls as answers come and pages go by', () => {
    const whole = secondsLeft(form, emptyDraft(), '1');
    expect(whole).toBe(wholeSeconds(form));
    // By hand: 3 items × 7, roster 3 × 1 and one expected agency 3 + 5, one text 25, check 15.
    expect(whole).toBe(72);
    expect(secondsLeft(form, draft({ answers: { t1: 1 } }), '1')).toBe(65);
    expect(secondsLeft(form, emptyDraft(), 'agencies')).toBe(51);
    expect(secondsLeft(form, emptyDraft(), 'check')).toBe(15);
  });

  test('expects last wave’s partners again', () => {
    // As above, with two agencies of 3 + 5 instead of one.
    expect(secondsLeft({ ...form, partnersBefore: 2 }, emptyDraft(), '1')).toBe(80);
  });

  test('follows the measured median of the whole', () => {
    expect(secondsLeft(form, emptyDraft(), '1', 144)).toBe(144);
    expect(secondsLeft(form, emptyDraft(), 'check', 144)).toBe(30);
  });

  test('is shown in whole minutes, under one as such', () => {
    expect([10, 49, 50, 89, 95, 300].map(shownMinutes)).toEqual([0, 0, 1, 1, 2, 5]);
  });
});
