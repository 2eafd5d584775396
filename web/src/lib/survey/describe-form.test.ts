import { describe, expect, test } from 'vitest';
import { instrumentSchema, type Instrument } from '@rapport/surveys/instrument';
import { describeForm } from './describe-form.ts';

const both = (en: string, id = en) => ({ en, id });
const scale = (id: string) => ({ id, title: both(id.toUpperCase()) });
const item = (id: string, of: string, min: number, max: number, rest: object = {}) => ({
  id,
  scale: of,
  min,
  max,
  text: both(`${id}?`),
  ...rest,
});
const instrument = (parts: Partial<Record<'scales' | 'items' | 'ties' | 'texts', object[]>>): Instrument =>
  instrumentSchema.parse({ id: 'any', version: 1, title: both('Any'), scales: [], items: [], ...parts });

const form = (asked: Instrument, locale = 'en', organisations: { organisation: string; name: string }[] = []) =>
  describeForm({ instrument: asked, organisations, previousTies: {} }, locale);

describe('sections', () => {
  test('follow the scales, a long scale split evenly, small neighbours put together', () => {
    const nine = Array.from({ length: 9 }, (_, i) => item(`a${i + 1}`, 'a', 1, 7));
    const { sections } = form(
      instrument({
        scales: ['a', 'b', 'c', 'd'].map(scale),
        items: [...nine, item('b1', 'b', 1, 5), item('d1', 'd', 1, 5), item('c1', 'c', 1, 5)],
      }),
    );
    expect(sections.map(({ title, questions }) => [title, questions.map(({ id }) => id)])).toEqual([
      ['A', ['a1', 'a2', 'a3', 'a4', 'a5']],
      ['A', ['a6', 'a7', 'a8', 'a9']],
      ['B, C, and D', ['b1', 'c1', 'd1']],
    ]);
  });

  test('leave out a scale without items, and stand alone where they are about the goals', () => {
    const { sections } = form(
      instrument({
        scales: ['x', 'goals', 'empty'].map(scale),
        items: [item('x1', 'x', 1, 2), item('g1', 'goals', 1, 2)],
      }),
    );
    expect(sections.map(({ title, aboutGoals }) => [title, aboutGoals])).toEqual([
      ['X', false],
      ['GOALS', true],
    ]);
  });

  test('are none without items', () => {
    expect(form(instrument({})).sections).toEqual([]);
  });
});

describe('questions', () => {
  const asked = (rest: object) =>
    form(instrument({ scales: [scale('s')], items: [item('q', 's', 0, 1, rest)] }), 'id').sections[0]?.questions[0];

  test('list every point of a short range, in the language asked for', () => {
    const question = asked({ max: 2, labels: { 0: both('Never', 'Tidak pernah'), 2: { en: 'Always' } } });
    expect(question?.points).toEqual([
      { value: 0, label: 'Tidak pernah' },
      { value: 1, label: '1' },
      { value: 2, label: 'Always' },
    ]);
  });

  test('list 0 to 10 but not 0 to 11', () => {
    expect(asked({ max: 10 })?.points?.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(asked({ max: 11 })?.points).toBeNull();
  });

  test('are typed where they are decimal, or the range is not whole', () => {
    expect(asked({ max: 5, decimal: true })).toMatchObject({ points: null, decimal: true });
    expect(asked({ min: 0.5, max: 3 })).toMatchObject({ points: null, decimal: true });
    expect(asked({ min: -100, max: 100 })).toMatchObject({ points: null, decimal: false });
  });
});

describe('roster', () => {
  const ties = [
    { id: 'trust', min: 1, max: 4, text: both('Trust?'), askedFrom: { tie: 'mode', level: 1 } },
    { id: 'mode', min: 0, max: 3, text: both('Mode?'), visibility: 'agency' },
  ];
  const agencies = [
    { organisation: 'o-10', name: 'Órbita 10' },
    { organisation: 'o-2', name: 'Orbita 2' },
    { organisation: 'o-1', name: 'Aurora' },
  ];

  test('is sorted by name as people sort, with last wave beside it', () => {
    const { agencies: sorted, ...rest } = describeForm(
      {
        instrument: instrument({ ties }),
        organisations: agencies,
        previousTies: { 'o-2': { mode: 2 }, 'o-1': { mode: 0 }, gone: { mode: 3 } },
      },
      'en',
    );
    expect(sorted).toEqual([
      { id: 'o-1', name: 'Aurora' },
      { id: 'o-2', name: 'Orbita 2' },
      { id: 'o-10', name: 'Órbita 10' },
    ]);
    expect(rest).toMatchObject({ previous: { 'o-2': { mode: 2 }, 'o-1': { mode: 0 } }, partnersBefore: 1 });
    expect(rest.previous).not.toHaveProperty('gone');
  });

  test('stands for the question that the others depend on', () => {
    expect(form(instrument({ ties }), 'en', agencies).gate).toBe('mode');
  });

  test('is empty where no ties are asked', () => {
    const none = form(instrument({}), 'en', agencies);
    expect([none.gate, none.agencies]).toEqual([null, []]);
  });
});
