import quantile from '@stdlib/stats-base-dists-t-quantile';

export interface ClusteredShare {
  clusters: number;
  n: number;
  hits: number;
  /** 0–1; null with fewer than two clusters. */
  share: number | null;
  ci: readonly [number, number] | null;
}

/**
 * A share p = Σhits/Σn of cases that come in clusters, with Wilson's 95% interval at the effective number of cases
 * n* = n/deff and t(.975, G − 1) in place of 1.96. deff = v/(p(1 − p)/n) with the ratio estimator's variance
 * v = G/(G − 1)·Σ(hits_g − p·n_g)²/n²; n* is at most n, and G where all or none are hits, since then nothing tells of deff.
 *
 * Wilson (1927); Korn & Graubard (1998) for effective n and t; Kish (1965) for deff. Null with fewer than two clusters.
 * @example clusteredShare([{ n: 2, hits: 1 }, { n: 2, hits: 1 }]).share // 0.5
 */
export function clusteredShare(counts: readonly { n: number; hits: number }[]): ClusteredShare {
  const heard = counts.filter((one) => one.n > 0);
  const clusters = heard.length;
  const n = heard.reduce((sum, one) => sum + one.n, 0);
  const hits = heard.reduce((sum, one) => sum + one.hits, 0);
  if (clusters < 2) return { clusters, n, hits, share: null, ci: null };
  const p = hits / n;
  const between = heard.reduce((sum, one) => sum + (one.hits - p * one.n) ** 2, 0);
  const variance = ((clusters / (clusters - 1)) * between) / n ** 2;
  const simple = (p * (1 - p)) / n;
  const effective = simple === 0 ? clusters : Math.max(1, Math.min(n, n / (variance / simple)));
  const t = quantile(0.975, clusters - 1);
  const weight = t ** 2 / effective;
  const middle = (p + weight / 2) / (1 + weight);
  const half = (t / (1 + weight)) * Math.sqrt((p * (1 - p)) / effective + weight / (4 * effective));
  return { clusters, n, hits, share: p, ci: [Math.max(0, middle - half), Math.min(1, middle + half)] };
}
