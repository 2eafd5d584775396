import { describe, expect, it } from 'vitest';
import { clusteredShare } from './clustered-share.ts';

describe('a share over clusters', () => {
  it('is as worked out by hand', () => {
    // N 20, 10 hits, p .5; residuals 1, -.5, 1.5, -1, -1, squares 5.5; v = 5/4·5.5/400 = .0171875; deff = v/.0125 = 1.375;
    // n* = 14.545455; t(.975, 4) = 2.776445 from a printed table; t²/n* = .529969; half = 2.776445/1.529969·√(.0171875 + .0091089).
    const { share, ci, ...counts } = clusteredShare([
      { n: 4, hits: 3 },
      { n: 3, hits: 1 },
      { n: 5, hits: 4 },
      { n: 2, hits: 0 },
      { n: 6, hits: 2 },
      { n: 0, hits: 0 },
    ]);
    expect(counts).toEqual({ clusters: 5, n: 20, hits: 10 });
    expect(share).toBe(0.5);
    expect(ci?.[0]).toBeCloseTo(0.205725, 5);
    expect(ci?.[1]).toBeCloseTo(0.794275, 5);
  });

  it('counts clusters, not cases, where all are hits', () => {
    // n* = 5: lower end n*/(n* + t²) = 5/12.708647.
    const { ci } = clusteredShare(Array.from({ length: 5 }, () => ({ n: 4, hits: 4 })));
    expect(ci?.[0]).toBeCloseTo(0.393433, 5);
    expect(ci?.[1]).toBe(1);
  });

  it('never takes more cases than there are, however alike the clusters', () => {
    // Without spread between clusters deff would be 0; n* = n = 10, t(.975, 4): half = t/(1 + .770865)·√(.025 + .0192716).
    const { ci } = clusteredShare(Array.from({ length: 5 }, () => ({ n: 2, hits: 1 })));
    expect(ci?.[0]).toBeCloseTo(0.170114, 4);
    expect(ci?.[1]).toBeCloseTo(0.829886, 4);
  });

  it('is not told of one cluster', () => {
    expect(clusteredShare([{ n: 9, hits: 4 }])).toEqual({ clusters: 1, n: 9, hits: 4, share: null, ci: null });
    expect(clusteredShare([])).toEqual({ clusters: 0, n: 0, hits: 0, share: null, ci: null });
  });
});
