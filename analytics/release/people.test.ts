import { describe, expect, it } from 'vitest';
import { atLeast, binPeople, binRate, peopleText, ratePoint, rateText } from './people.ts';

describe('people and rates for funders', () => {
  it('bins counts without gaps or overlaps', () => {
    expect([0, 4, 5, 9, 10, 29, 30, 499, 500, 2000].map(binPeople).map(peopleText)).toEqual([
      '0–4',
      '0–4',
      '5–9',
      '5–9',
      '10–19',
      '20–29',
      '30–49',
      '300–499',
      '500+',
      '500+',
    ]);
    expect(peopleText(23)).toBe('23');
    expect(atLeast(binPeople(23))).toBe(20);
  });

  it('bins rates by tenths, the whole in the last', () => {
    expect([0, 0.3, 0.8333, 1].map(binRate)).toEqual([
      { from: 0, to: 0.1 },
      { from: 0.3, to: 0.4 },
      { from: 0.8, to: 0.9 },
      { from: 0.9, to: 1 },
    ]);
    expect(rateText(binRate(0.75))).toBe('70–80%');
    expect(rateText(0.833)).toBe('83%');
    expect(ratePoint(binRate(0.75))).toBeCloseTo(0.75, 12);
    expect(rateText(null)).toBeNull();
  });
});
