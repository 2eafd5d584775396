import { describe, expect, test } from 'vitest';
import { emptyDraft, type Draft, type SurveyForm } from './form.ts';
import { confirmable, noneOfTheOthers, rosterAnswered, tickedAgencies, withRating, withTicks } from './roster.ts';

const points = (...values: number[]) => values.map((value) => ({ value, label: String(value) }));
const form = (gateMin = 0): SurveyForm => ({
  sections: [],
  ties: [
    {
      id: 'mode',
      text: '',
      min: gateMin,
      points: points(0, 1, 2, 3).slice(gateMin),
      visibility: 'agency',
      askedFrom: null,
    },
    {
      id: 'trust',
      text: '',
      min: 1,
      points: points(1, 2, 3, 4),
      visibility: 'aggregate',
      askedFrom: { tie: 'mode', level: 1 },
    },
  ],
  gate: 'mode',
  texts: [],
  agencies: ['a', 'b', 'c'].map((id) => ({ id, name: id })),
  previous: {},
  partnersBefore: 0,
});
const draft = (ties: Draft['ties'], carried: string[] = []): Draft => ({ ...emptyDraft(), ties, carried });
const ticks = (...ids: string[]) => new Set(ids);

describe('ticks', () => {
  test('leave the others missing unless it is confirmed that there were none', () => {
    expect(withTicks(form(), emptyDraft(), ticks('b'), false).ties).toEqual({ b: {} });
    expect(withTicks(form(), emptyDraft(), ticks('b'), true).ties).toEqual({ a: { mode: 0 }, b: {}, c: { mode: 0 } });
  });

  test('never invent a 0 where the question has none', () => {
    expect(withTicks(form(1), emptyDraft(), ticks('b'), true).ties).toEqual({ b: {} });
  });

  test('keep ratings, take an unticked one back, and start a former no-contact afresh', () => {
    const before = draft({ a: { mode: 0 }, b: { mode: 2, trust: 3 }, c: { mode: 1 } }, ['b', 'c']);
    const after = withTicks(form(), before, ticks('a', 'b'), false);
    expect(after.ties).toEqual({ a: {}, b: { mode: 2, trust: 3 } });
    expect(after.carried).toEqual(['b']);
  });

  test('ignore an agency that is not on the roster', () => {
    expect(withTicks(form(), emptyDraft(), ticks('a', 'stranger'), false).ties).toEqual({ a: {} });
  });
});

describe('what a draft says', () => {
  test('ticked are all with an entry but no contact', () => {
    const said = draft({ a: { mode: 0 }, b: {}, c: { mode: 1 } });
    expect(tickedAgencies(form(), said).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  test('none of the others needs every other to be no contact, and at least one other', () => {
    expect(noneOfTheOthers(form(), draft({ a: { mode: 0 }, b: { mode: 2 }, c: { mode: 0 } }))).toBe(true);
    expect(noneOfTheOthers(form(), draft({ a: { mode: 0 }, b: { mode: 2 } }))).toBe(false);
    expect(noneOfTheOthers(form(), draft({ a: {}, b: {}, c: {} }))).toBe(false);
  });

  test('the roster is answered by a tick or by the confirmation alone', () => {
    expect(rosterAnswered(form(), emptyDraft())).toBe(false);
    expect(rosterAnswered(form(), draft({ a: {} }))).toBe(true);
    expect(rosterAnswered(form(), withTicks(form(), emptyDraft(), ticks(), true))).toBe(true);
  });
});

describe('ratings', () => {
  test('drop what is not asked at these answers', () => {
    expect(withRating(form(), draft({ a: {} }), 'a', { mode: 0, trust: 3 }).ties.a).toEqual({ mode: 0 });
    expect(withRating(form(), draft({ a: {} }), 'a', { trust: 3 }).ties.a).toEqual({});
    expect(withRating(form(), draft({ a: {} }), 'a', { mode: 1, trust: 3 }).ties.a).toEqual({ mode: 1, trust: 3 });
  });

  test('are carried only when confirmed, and no longer once changed', () => {
    const carried = withRating(form(), draft({ a: {} }), 'a', { mode: 1 }, true);
    expect(carried.carried).toEqual(['a']);
    expect(withRating(form(), carried, 'a', { mode: 2 }).carried).toEqual([]);
  });

  test('of last wave can be confirmed where they are still on the scale and say contact', () => {
    const after = (rating: Record<string, number>) =>
      confirmable({ ...form(), previous: { a: rating } }, { id: 'a', name: 'a' });
    expect(after({ mode: 2, trust: 9 })).toEqual({ mode: 2 });
    expect(after({ mode: 0 })).toEqual({});
    expect(after({})).toEqual({});
  });
});
