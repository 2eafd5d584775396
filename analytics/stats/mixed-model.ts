import { cholesky, choleskySolve } from './cholesky.ts';
import { clusterPlaces } from './clusters.ts';
import { meanOf, varies } from './spread.ts';

export interface RandomIntercept {
  n: number;
  groups: number;
  intercept: number;
  /** Of each covariate, in the order given. */
  slopes: number[];
  /** Standard errors of the slopes. */
  ses: number[];
  /** σ²_b, of the groups' intercepts, and σ², of the residuals: squared units of y. */
  varianceBetween: number;
  varianceWithin: number;
  /** Whether the between variance is estimated at 0. */
  singular: boolean;
}

type Square = number[][];

/** Everything that the likelihood needs, gathered once: within-group cross products of [1, x…, y], and means by group size. */
interface Gathered {
  n: number;
  groups: number;
  /** Number of fixed effects, the intercept included. */
  p: number;
  within: Square;
  sizes: { size: number; count: number; outer: Square }[];
}

/** A gain in deviance below this is rounding: λ = 0 stays. */
const GAIN = 1e-9;
/** A residual within groups below this share of the total is rounding. */
const EXACT = 1e-13;

/**
 * REML fit of y = β₀ + Σβ_j x_j + b_group + e (Laird & Ware 1982), profiled over λ = σ²_b/σ² (Bates et al. 2015): the deviance is
 * scanned on a grid of log λ, each rise of its derivative through 0 is solved to machine precision, and λ = 0 always competes. Cross
 * products within groups stay fixed while those of group means are weighted by n/(1 + nλ), so that an evaluation costs as many
 * steps as there are group sizes. `covariates[j][i]` and `groups[i]` belong to `y[i]`. Agrees with lme4's `lmer`.
 *
 * Null where the design is short of rank, n ≤ p, or no group has two rows. When scores within groups fit without error the limit
 * λ → ∞ is given: σ² = 0, standard errors 0.
 *
 * @example randomIntercept([1, 2, 4, 5], [[0, 1, 0, 1]], ['a', 'a', 'b', 'b'])?.slopes // [1]
 */
export function randomIntercept(
  y: readonly number[],
  covariates: readonly (readonly number[])[],
  groups: readonly string[],
): RandomIntercept | null {
  const centres = [...covariates, y].map(meanOf);
  const columns = [...covariates, y].map((column, j) => {
    const centre = centres[j] ?? 0;
    return varies(column) ? column.map((value) => value - centre) : column.map(() => 0);
  });
  const gathered = gather(columns, groups);
  if (gathered.n <= gathered.p || gathered.groups === gathered.n || fit(gathered, 0) === null) return null;
  const exact = exactWithin(gathered);
  if (exact !== null) return report(gathered, exact, centres);
  const lambda = bestLambda(gathered);
  const solution = fit(gathered, lambda);
  return solution === null ? null : report(gathered, { ...solution, between: lambda * solution.sigma2 }, centres);
}

interface Fit {
  beta: number[];
  /** (XᵀV⁻¹X)⁻¹, V in units of σ². */
  covariance: Square;
  sigma2: number;
  deviance: number;
  /** d deviance/dλ. */
  slope: number;
}

function report(
  gathered: Gathered,
  found: Omit<Fit, 'deviance' | 'slope'> & { between: number },
  centres: number[],
): RandomIntercept {
  const slopes = found.beta.slice(1);
  const level = centres.at(-1) ?? 0;
  return {
    n: gathered.n,
    groups: gathered.groups,
    intercept: slopes.reduce((sum, slope, j) => sum - slope * (centres[j] ?? 0), level + (found.beta[0] ?? 0)),
    slopes,
    ses: slopes.map((_, j) => Math.sqrt(Math.max(0, found.sigma2 * (found.covariance[j + 1]?.[j + 1] ?? 0)))),
    varianceBetween: found.between,
    varianceWithin: found.sigma2,
    singular: found.between === 0,
  };
}

function gather(columns: readonly number[][], groups: readonly string[]): Gathered {
  const { at, count } = clusterPlaces(groups);
  const width = columns.length + 1;
  const rows = new Float64Array(count);
  const means = new Float64Array(count * width);
  at.forEach((group, row) => {
    rows[group] = (rows[group] ?? 0) + 1;
    columns.forEach(
      (column, j) => (means[group * width + j + 1] = (means[group * width + j + 1] ?? 0) + (column[row] ?? 0)),
    );
  });
  const sizes = new Map<number, { size: number; count: number; outer: Square }>();
  rows.forEach((size, group) => {
    const mean = Array.from({ length: width }, (_, j) => (j === 0 ? 1 : (means[group * width + j] ?? 0) / size));
    mean.forEach((value, j) => (means[group * width + j] = value));
    const entry = sizes.get(size) ?? { size, count: 0, outer: zeros(width) };
    entry.count += 1;
    addOuter(entry.outer, mean, 1);
    sizes.set(size, entry);
  });
  const within = zeros(width);
  at.forEach((group, row) => {
    const deviation = Array.from({ length: width }, (_, j) =>
      j === 0 ? 0 : (columns[j - 1]?.[row] ?? 0) - (means[group * width + j] ?? 0),
    );
    addOuter(within, deviation, 1);
  });
  return { n: at.length, groups: count, p: width - 1, within, sizes: [...sizes.values()] };
}

/** Generalised least squares at one λ, with the REML deviance and its derivative; null where XᵀV⁻¹X is singular. */
function fit({ n, p, within, sizes }: Gathered, lambda: number): Fit | null {
  const cross = within.map((row) => [...row]);
  const falling = zeros(p + 1);
  let logs = 0;
  let weights = 0;
  for (const { size, count, outer } of sizes) {
    const weight = size / (1 + size * lambda);
    add(cross, outer, weight);
    add(falling, outer, weight * weight);
    logs += count * Math.log1p(size * lambda);
    weights += count * weight;
  }
  const lower = cholesky(cross.slice(0, p).map((row) => row.slice(0, p)));
  if (lower === null) return null;
  const beta = choleskySolve(
    lower,
    cross.slice(0, p).map((row) => row[p] ?? 0),
  );
  const residual = [...beta.map((b) => -b), 1];
  const rss = Math.max(0, quadratic(cross, residual));
  const covariance = zeros(p).map((_, i) =>
    choleskySolve(
      lower,
      zeros(p).map((__, j) => (i === j ? 1 : 0)),
    ),
  );
  const logDet = 2 * lower.reduce((sum, row, i) => sum + Math.log(row[i] ?? 1), 0);
  let trace = 0;
  covariance.forEach((row, i) => row.forEach((value, j) => (trace += value * (falling[j]?.[i] ?? 0))));
  return {
    beta,
    covariance,
    sigma2: rss / (n - p),
    deviance: (n - p) * Math.log(rss) + logs + logDet,
    slope: weights - trace - ((n - p) * quadratic(falling, residual)) / rss,
  };
}

/** The λ of least deviance. */
function bestLambda(gathered: Gathered): number {
  let best = { lambda: 0, deviance: fit(gathered, 0)?.deviance ?? Infinity };
  let from = { log: -Infinity, slope: fit(gathered, 0)?.slope ?? 0 };
  // Without freedom left within groups the deviance is flat far out: rounding must not find a minimum there.
  const furthest = gathered.n - gathered.p < gathered.groups ? 6 : 12;
  for (let log = -12; log <= furthest; log += 0.2) {
    const slope = fit(gathered, 10 ** log)?.slope ?? NaN;
    if (from.slope < 0 && slope >= 0) {
      const lambda = solve(gathered, from.log === -Infinity ? -40 : from.log, log);
      const deviance = fit(gathered, lambda)?.deviance ?? Infinity;
      if (deviance < best.deviance - GAIN) best = { lambda, deviance };
    }
    from = { log, slope };
  }
  return best.lambda;
}

/** Bisection of the score between two powers of ten, until doubles run out. */
function solve(gathered: Gathered, lowLog: number, highLog: number): number {
  let low = 10 ** lowLog;
  let high = 10 ** highLog;
  for (let round = 0; round < 200; round += 1) {
    const middle = high > 4 * low ? Math.sqrt(low * high) : (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if ((fit(gathered, middle)?.slope ?? 0) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The fit at λ → ∞ where the scores within groups leave no residual; null where they do. */
function exactWithin({
  n,
  p,
  groups,
  within,
  sizes,
}: Gathered): (Omit<Fit, 'deviance' | 'slope'> & { between: number }) | null {
  const lower = p === 1 ? [] : cholesky(within.slice(1, p).map((row) => row.slice(1, p)));
  if (lower === null) return null;
  const slopes = choleskySolve(
    lower,
    within.slice(1, p).map((row) => row[p] ?? 0),
  );
  const residual = [0, ...slopes.map((b) => -b), 1];
  const outer = zeros(p + 1);
  for (const entry of sizes) add(outer, entry.outer, 1);
  const total = (within[p]?.[p] ?? 0) + (outer[p]?.[p] ?? 0);
  if (total > 0 && (n - p < groups || quadratic(within, residual) > EXACT * total)) return null;
  const level = residual.reduce((sum, r, j) => sum + r * (outer[0]?.[j] ?? 0), 0) / groups;
  const between = Math.max(0, quadratic(outer, [-level, ...residual.slice(1)])) / (groups - 1);
  return { beta: [level, ...slopes], covariance: zeros(p), sigma2: 0, between };
}

const zeros = (k: number): Square => Array.from({ length: k }, () => new Array<number>(k).fill(0));

function add(total: Square, part: Square, weight: number): void {
  total.forEach((row, i) => row.forEach((x, j) => (row[j] = x + weight * (part[i]?.[j] ?? 0))));
}

function addOuter(total: Square, x: readonly number[], weight: number): void {
  total.forEach((row, i) => row.forEach((value, j) => (row[j] = value + weight * (x[i] ?? 0) * (x[j] ?? 0))));
}

function quadratic(matrix: Square, x: readonly number[]): number {
  let sum = 0;
  matrix.forEach((row, i) => row.forEach((value, j) => (sum += value * (x[i] ?? 0) * (x[j] ?? 0))));
  return sum;
}
