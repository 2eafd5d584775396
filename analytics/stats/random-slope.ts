import { clusterPlaces } from './clusters.ts';
import { minimize } from './minimize.ts';
import { randomIntercept } from './mixed-model.ts';
import { meanOf, varies } from './spread.ts';

export interface RandomSlope {
  n: number;
  groups: number;
  intercept: number;
  slope: number;
  se: number;
  /** Variances of the groups' intercepts (at t = 0) and slopes, their correlation (null where one is 0), and of the residuals. */
  varianceIntercept: number;
  varianceSlope: number;
  correlation: number | null;
  varianceWithin: number;
  /** Whether the groups' covariance has lost a dimension. */
  singular: boolean;
}

/** Symmetric 2×2: [xx, xy, yy]. */
type Sym = [number, number, number];

interface Group {
  s: Sym;
  z: [number, number];
}

/** lme4's `isSingular`. */
const SINGULAR = 1e-4;

/**
 * REML fit of y = β₀ + β₁t + u₀ + u₁t + e with a free covariance of (u₀, u₁) per group (Laird & Ware 1982), as lme4's
 * `lmer(y ~ t + (t | group))`: the deviance profiled over the relative factor Λ (Bates et al. 2015), with its analytic gradient,
 * from several starts. t is centred and scaled inside, so that units don't matter; a group costs a few 2×2 products.
 * Null where t or y does not vary, or where `randomIntercept` has no fit.
 *
 * @example randomSlope(reaction, days, subject)?.slope // 10.4673 on lme4's sleepstudy
 */
export function randomSlope(y: readonly number[], t: readonly number[], groups: readonly string[]): RandomSlope | null {
  const start = varies(y) && varies(t) ? randomIntercept(y, [t], groups) : null;
  if (start === null || start.varianceWithin === 0) return null;
  const centre = meanOf(t);
  const scale = Math.sqrt(meanOf(t.map((time) => (time - centre) ** 2)));
  const trend = (time: number): number => start.intercept + (start.slopes[0] ?? 0) * time;
  const x = t.map((time) => (time - centre) / scale);
  const residuals = y.map((value, row) => value - trend(t[row] ?? 0));
  const model = gather(x, residuals, groups);
  const relative = Math.sqrt(start.varianceBetween / start.varianceWithin);
  const candidates = [0.03, 0.3, 1].flatMap((slope) =>
    [Math.max(relative, 0.05), 1].map((level) => minimize((theta) => deviance(model, theta), [level, 0, slope])),
  );
  const best = candidates.reduce((a, b) => (b.value < a.value ? b : a));
  const [a = 0, b = 0, c = 0] = best.at;
  const { beta, covariance, sigma2 } = solve(model, best.at);
  const slopeVariance = (sigma2 * (b * b + c * c)) / scale ** 2;
  const cross = (sigma2 * a * b) / scale;
  const interceptVariance = Math.max(0, sigma2 * a * a - 2 * centre * cross + centre ** 2 * slopeVariance);
  const size = Math.sqrt(interceptVariance * slopeVariance);
  return {
    n: y.length,
    groups: model.groups.length,
    intercept: start.intercept + beta[0] - (beta[1] * centre) / scale,
    slope: (start.slopes[0] ?? 0) + beta[1] / scale,
    se: Math.sqrt(sigma2 * covariance[2]) / scale,
    varianceIntercept: interceptVariance,
    varianceSlope: slopeVariance,
    correlation: size > 0 ? Math.min(1, Math.max(-1, (cross - centre * slopeVariance) / size)) : null,
    varianceWithin: sigma2,
    singular: Math.min(Math.abs(a), Math.abs(c)) < SINGULAR,
  };
}

interface Model {
  n: number;
  yy: number;
  groups: Group[];
}

function gather(x: readonly number[], y: readonly number[], groups: readonly string[]): Model {
  const { at, count } = clusterPlaces(groups);
  const gathered = Array.from({ length: count }, (): Group => ({ s: [0, 0, 0], z: [0, 0] }));
  let yy = 0;
  x.forEach((time, row) => {
    const group = gathered[at[row] ?? 0];
    const value = y[row] ?? 0;
    yy += value * value;
    if (group === undefined) return;
    group.s[0] += 1;
    group.s[1] += time;
    group.s[2] += time * time;
    group.z[0] += value;
    group.z[1] += time * value;
  });
  return { n: x.length, yy, groups: gathered };
}

/** Generalised least squares given Λ = [[a, 0], [b, c]], in units of σ². Z = X = [1, t], G = ΛΛᵀ, K = (I + SG)⁻¹, ZᵀV⁻¹Z = KS = P. */
function solve({ n, yy, groups }: Model, theta: readonly number[]) {
  const [a = 0, b = 0, c = 0] = theta;
  const [g00, g01, g11] = [a * a, a * b, b * b + c * c];
  const total: Sym = [0, 0, 0];
  const right: [number, number] = [0, 0];
  let quadratic = yy;
  let logs = 0;
  const parts = groups.map(({ s: [s00, s01, s11], z: [z0, z1] }) => {
    const m00 = 1 + s00 * g00 + s01 * g01;
    const m01 = s00 * g01 + s01 * g11;
    const m10 = s01 * g00 + s11 * g01;
    const m11 = 1 + s01 * g01 + s11 * g11;
    const det = m00 * m11 - m01 * m10;
    const p: Sym = [(m11 * s00 - m01 * s01) / det, (m11 * s01 - m01 * s11) / det, (m00 * s11 - m10 * s01) / det];
    const k0 = (m11 * z0 - m01 * z1) / det;
    const k1 = (m00 * z1 - m10 * z0) / det;
    total[0] += p[0];
    total[1] += p[1];
    total[2] += p[2];
    right[0] += k0;
    right[1] += k1;
    quadratic -= z0 * (g00 * k0 + g01 * k1) + z1 * (g01 * k0 + g11 * k1);
    logs += Math.log(det);
    return { p, k0, k1 };
  });
  const det = total[0] * total[2] - total[1] ** 2;
  const covariance: Sym = [total[2] / det, -total[1] / det, total[0] / det];
  const beta: [number, number] = [
    covariance[0] * right[0] + covariance[1] * right[1],
    covariance[1] * right[0] + covariance[2] * right[1],
  ];
  const rss = quadratic - beta[0] * right[0] - beta[1] * right[1];
  return { parts, total, covariance, beta, rss, logs: logs + Math.log(det), sigma2: rss / (n - 2) };
}

function deviance(model: Model, theta: readonly number[]): { value: number; gradient: number[] } {
  const { parts, covariance, beta, rss, logs } = solve(model, theta);
  const free = model.n - 2;
  const gamma: Sym = [0, 0, 0];
  for (const { p, k0, k1 } of parts) {
    const [p00, p01, p11] = p;
    const q0 = k0 - p00 * beta[0] - p01 * beta[1];
    const q1 = k1 - p01 * beta[0] - p11 * beta[1];
    const w00 = p00 * covariance[0] + p01 * covariance[1];
    const w01 = p00 * covariance[1] + p01 * covariance[2];
    const w10 = p01 * covariance[0] + p11 * covariance[1];
    const w11 = p01 * covariance[1] + p11 * covariance[2];
    gamma[0] += p00 - (w00 * p00 + w01 * p01) - (free * q0 * q0) / rss;
    gamma[1] += p01 - (w00 * p01 + w01 * p11) - (free * q0 * q1) / rss;
    gamma[2] += p11 - (w10 * p01 + w11 * p11) - (free * q1 * q1) / rss;
  }
  const [a = 0, b = 0, c = 0] = theta;
  return {
    value: free * Math.log(rss) + logs,
    gradient: [2 * (gamma[0] * a + gamma[1] * b), 2 * (gamma[1] * a + gamma[2] * b), 2 * gamma[2] * c],
  };
}
