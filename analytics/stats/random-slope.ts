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
  const candidates = [0.03, 0.3, 1].map((slope) =>
    minimize((theta) => deviance(model, theta), [Math.max(relative, 0.05), 0, slope]),
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
    groups: model.groups,
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
  groups: number;
  /** By group: n, Σt, Σt², Σy, Σty. */
  sums: Float64Array;
  /** By group, written at each evaluation: P = ZᵀV⁻¹Z (three of them) and ZᵀV⁻¹y (two). */
  scratch: Float64Array;
}

function gather(x: readonly number[], y: readonly number[], groups: readonly string[]): Model {
  const { at, count } = clusterPlaces(groups);
  const sums = new Float64Array(count * 5);
  let yy = 0;
  x.forEach((time, row) => {
    const group = (at[row] ?? 0) * 5;
    const value = y[row] ?? 0;
    yy += value * value;
    [1, time, time * time, value, time * value].forEach((term, k) => (sums[group + k] = (sums[group + k] ?? 0) + term));
  });
  return { n: x.length, yy, groups: count, sums, scratch: new Float64Array(count * 5) };
}

/** Generalised least squares given Λ = [[a, 0], [b, c]], in units of σ². Z = X = [1, t], S = ZᵀZ, G = ΛΛᵀ, P = (I + SG)⁻¹S. */
function solve({ n, yy, groups, sums, scratch }: Model, theta: readonly number[]) {
  const [a = 0, b = 0, c = 0] = theta;
  const [g00, g01, g11] = [a * a, a * b, b * b + c * c];
  const total: Sym = [0, 0, 0];
  let [right0, right1, quadratic, logs] = [0, 0, yy, 0];
  for (let at = 0; at < groups * 5; at += 5) {
    const s00 = sums[at] ?? 0;
    const s01 = sums[at + 1] ?? 0;
    const s11 = sums[at + 2] ?? 0;
    const z0 = sums[at + 3] ?? 0;
    const z1 = sums[at + 4] ?? 0;
    const m00 = 1 + s00 * g00 + s01 * g01;
    const m01 = s00 * g01 + s01 * g11;
    const m10 = s01 * g00 + s11 * g01;
    const m11 = 1 + s01 * g01 + s11 * g11;
    const det = m00 * m11 - m01 * m10;
    const k0 = (m11 * z0 - m01 * z1) / det;
    const k1 = (m00 * z1 - m10 * z0) / det;
    total[0] += scratch[at] = (m11 * s00 - m01 * s01) / det;
    total[1] += scratch[at + 1] = (m11 * s01 - m01 * s11) / det;
    total[2] += scratch[at + 2] = (m00 * s11 - m10 * s01) / det;
    right0 += scratch[at + 3] = k0;
    right1 += scratch[at + 4] = k1;
    quadratic -= z0 * (g00 * k0 + g01 * k1) + z1 * (g01 * k0 + g11 * k1);
    logs += Math.log(det);
  }
  const det = total[0] * total[2] - total[1] ** 2;
  const covariance: Sym = [total[2] / det, -total[1] / det, total[0] / det];
  const beta: [number, number] = [
    covariance[0] * right0 + covariance[1] * right1,
    covariance[1] * right0 + covariance[2] * right1,
  ];
  const rss = quadratic - beta[0] * right0 - beta[1] * right1;
  return { covariance, beta, rss, logs: logs + Math.log(det), sigma2: rss / (n - 2) };
}

function deviance(model: Model, theta: readonly number[]): { value: number; gradient: number[] } {
  const { covariance, beta, rss, logs } = solve(model, theta);
  const [c00, c01, c11] = covariance;
  const free = model.n - 2;
  let [gamma0, gamma1, gamma2] = [0, 0, 0];
  for (let at = 0; at < model.groups * 5; at += 5) {
    const p00 = model.scratch[at] ?? 0;
    const p01 = model.scratch[at + 1] ?? 0;
    const p11 = model.scratch[at + 2] ?? 0;
    const q0 = (model.scratch[at + 3] ?? 0) - p00 * beta[0] - p01 * beta[1];
    const q1 = (model.scratch[at + 4] ?? 0) - p01 * beta[0] - p11 * beta[1];
    const w00 = p00 * c00 + p01 * c01;
    const w01 = p00 * c01 + p01 * c11;
    const w10 = p01 * c00 + p11 * c01;
    const w11 = p01 * c01 + p11 * c11;
    gamma0 += p00 - (w00 * p00 + w01 * p01) - (free * q0 * q0) / rss;
    gamma1 += p01 - (w00 * p01 + w01 * p11) - (free * q0 * q1) / rss;
    gamma2 += p11 - (w10 * p01 + w11 * p11) - (free * q1 * q1) / rss;
  }
  const [a = 0, b = 0, c = 0] = theta;
  return {
    value: free * Math.log(rss) + logs,
    gradient: [2 * (gamma0 * a + gamma1 * b), 2 * (gamma1 * a + gamma2 * b), 2 * gamma2 * c],
  };
}
