import { describe, expect, it } from 'vitest';
import { confidences, scaleConfidence } from './confidence.ts';
import { reachByMode, type Evidence } from './readiness.ts';
import { organisationMean } from './stats/organisation-mean.ts';
import { mutualTies } from './testing/brute-force.ts';

const level = (...means: number[]) => organisationMean(means.map((value, i) => ({ organisation: `o${i}`, value })));

describe('scaleConfidence', () => {
  it('is the t probability below the margin, by the closed forms of 1 and 2 degrees of freedom', () => {
    // Means 40, 60: mean 50, se 10, so t = (50 − cut)/10; P = ½ + atan(t)/π.
    expect(scaleConfidence(level(40, 60), 40)).toBeCloseTo(0.75, 12);
    expect(scaleConfidence(level(40, 60), 70)).toBeCloseTo(0.5 + Math.atan(-2) / Math.PI, 12);
    // Means 40, 50, 60: se = 10/√3; P = ½ + t/(2√(2 + t²)).
    const t = 5 / (10 / Math.sqrt(3));
    expect(scaleConfidence(level(40, 50, 60), 45)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 12);
  });

  it('is even on the cut, rounding aside', () => {
    expect(scaleConfidence(level(40, 60), 50)).toBe(0.5);
    expect(scaleConfidence(level(100 / 3, 200 / 3, 50.1), (100 / 3 + 200 / 3 + 50.1) / 3 + 1e-13)).toBe(0.5);
  });

  it('is certain where all organisations have the same mean, and null below two', () => {
    expect(scaleConfidence(level(50, 50), 50)).toBe(1);
    expect(scaleConfidence(level(50, 50), 50.1)).toBe(0);
    expect(scaleConfidence(level(50), 10)).toBeNull();
    expect(scaleConfidence(level(), 10)).toBeNull();
    expect(scaleConfidence(undefined, 10)).toBeNull();
  });
});

describe('confidences', () => {
  const readiness = {
    tie: 'mode',
    modes: [
      { id: 'low', level: 1, scales: { trust: 40 }, reach: 0.5 },
      { id: 'high', level: 1, scales: { trust: 30 }, reach: 0.9 },
    ],
  };
  const evidence = (ties: [number, number][], ...means: number[]): Evidence => {
    const found = { dyads: mutualTies(ties), heard: [0, 1, 2, 3] };
    return {
      means: new Map([['trust', level(...means)]]),
      organisations: ['o0', 'o1', 'o2', 'o3'],
      ...found,
      reach: reachByMode(readiness, found),
    };
  };

  it('are the smallest of scales, reach and the modes below', () => {
    // The path 0–1–2 beside 3: without 0 or 2 two of three are left, without 1 none, without 3 all three.
    const { low, high } = confidences(
      readiness,
      evidence(
        [
          [0, 1],
          [1, 2],
        ],
        50,
        50,
      ),
    );
    expect(low).toBe(0.75);
    expect(high).toBe(0.25);
    // Trust is above 30 for certain, above 40 only with .75, which holds the mode above down.
    const complete: [number, number][] = [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ];
    const held = confidences(readiness, evidence(complete, 40, 60));
    expect(held.low).toBeCloseTo(0.75, 12);
    expect(held.high).toBeCloseTo(0.75, 12);
  });

  it('are null, with all above, where a part can not be had', () => {
    expect(confidences(readiness, evidence([], 50, 50))).toEqual({ low: null, high: null });
    expect(confidences(readiness, evidence([[0, 1]], 50))).toEqual({ low: null, high: null });
  });
});
