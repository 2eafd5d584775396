import { describe, expect, it } from 'vitest';
import { organisationMean } from './organisation-mean.ts';

const scores = (byOrganisation: Record<string, number[]>) =>
  Object.entries(byOrganisation).flatMap(([organisation, values]) => values.map((value) => ({ organisation, value })));

describe('organisationMean', () => {
  it('counts each organisation once, however many answered', () => {
    const level = organisationMean(scores({ a: [30, 50], b: [70], c: [40, 40, 40, 40] }));
    expect(level.organisationMean).toBeCloseTo(50, 12);
    // Means 40, 70, 40: variance 300, se = √(300/3); t(p; 2) = (2p − 1)·√(2/(4p(1 − p))) in closed form.
    const half = 10 * 0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025));
    expect(level.organisationSe).toBeCloseTo(10, 12);
    expect(level.organisationCi?.[0]).toBeCloseTo(50 - half, 9);
    expect(level.organisationCi?.[1]).toBeCloseTo(50 + half, 9);
    expect([...level.counts.values()]).toEqual([2, 1, 4]);
  });

  it('has no spread where all means are the same but for rounding', () => {
    const third = 100 / 3;
    const level = organisationMean(scores({ a: [third], b: [third, third, third], c: [third, third] }));
    expect(level.organisationSe).toBe(0);
    expect(level.organisationCi).toEqual([level.organisationMean, level.organisationMean]);
  });

  it('is null where there is too little', () => {
    expect(organisationMean([])).toMatchObject({ organisationMean: null, organisationSe: null, organisationCi: null });
    expect(organisationMean(scores({ a: [10, 20] }))).toMatchObject({
      organisationMean: 15,
      organisationSe: null,
      organisationCi: null,
    });
  });
});
