import normal from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** Nodes and weights of the 16-point Gauss–Legendre rule on −1…1, positive half. */
const NODES = [
  [0.09501250983763744, 0.18945061045506864],
  [0.2816035507792589, 0.18260341504492364],
  [0.45801677765722737, 0.16915651939500265],
  [0.6178762444026438, 0.1495959888165767],
  [0.755404408355003, 0.12462897125553407],
  [0.8656312023878318, 0.0951585116824926],
  [0.9445750230732326, 0.062253523938647456],
  [0.9894009349916499, 0.027152459411754176],
] as const;
const PANELS = 10;
/** Beyond this many standard deviations a normal tail is below 1e-19. */
const TAIL = 9;

/**
 * P(T ≤ t) of Student's noncentral t with `df` ≥ 1 degrees of freedom and noncentrality `ncp`: ∫ Φ(t·s − ncp) f(s) ds over the
 * density f of s = χ_df/√df, by composite Gauss–Legendre quadrature that also resolves Φ's step at s = ncp/t and is divided by the
 * same quadrature of f. 0–1, absolute error below 1e-12 (R's `pt` and its own integral agree).
 *
 * @example noncentralT(1, 10, 1) // 0.4902
 */
export const noncentralT = (t: number, df: number, ncp: number): number => probability(t, chiOf(df), ncp);

/**
 * The noncentrality at which P(T ≤ t) = p, by a bracketed secant (Illinois) to 1e-12 of its size: a confidence limit of the
 * noncentrality given t. `p` strictly within 0–1.
 *
 * @example noncentralityAt(2, 9, 0.975) // -0.1427
 */
export function noncentralityAt(t: number, df: number, p: number): number {
  const chi = chiOf(df);
  const excess = (ncp: number): number => probability(t, chi, ncp) - p;
  // Johnson & Welch's approximation of T: normal with this spread around the noncentrality.
  const spread = Math.sqrt(1 + (t * t) / (2 * df));
  const guess = t * (1 - 1 / (4 * df)) - quantile(p, 0, 1) * spread;
  let step = 0.1 * spread;
  let low = guess - step;
  let high = guess + step;
  while (excess(low) < 0) low -= step *= 3;
  while (excess(high) > 0) high += step *= 3;
  return illinois(excess, low, high);
}

/** The density of χ_df/√df up to a factor, where it is not negligible, and its integral there. */
interface Chi {
  density: (s: number) => number;
  low: number;
  high: number;
  total: number;
}

function chiOf(df: number): Chi {
  const width = TAIL / Math.sqrt(2 * df);
  const low = Math.max(0, 1 - width - 1 / df);
  const high = 1 + width + 4 / df;
  const logPeak = (df - 1) * Math.log(Math.sqrt(Math.max(df - 1, 0.5) / df)) - Math.max(df - 1, 0.5) / 2;
  const density = (s: number): number => Math.exp((df - 1) * Math.log(s) - (df * s * s) / 2 - logPeak);
  return { density, low, high, total: integrate(density, low, high) };
}

function probability(t: number, chi: Chi, ncp: number): number {
  if (t < 0) return 1 - probability(-t, chi, -ncp);
  const { density, low, high, total } = chi;
  const from = clamp((ncp - TAIL) / t, low, high);
  const to = clamp((ncp + TAIL) / t, low, high);
  const through = integrate((s) => density(s) * normal(t * s - ncp, 0, 1), from, to);
  return (through + integrate(density, to, high)) / total;
}

/** Root of a falling function between `low` (value above 0) and `high` (below 0). */
function illinois(f: (x: number) => number, from: number, to: number): number {
  let [a, b] = [from, to];
  let [fa, fb] = [f(a), f(b)];
  for (let round = 0; round < 200; round += 1) {
    if (Math.abs(b - a) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b))) break;
    const x = fa === fb ? (a + b) / 2 : b - (fb * (b - a)) / (fb - fa);
    const fx = f(x);
    if (fx === 0 || Math.abs(x - b) <= 1e-13 * Math.max(1, Math.abs(x))) return x;
    if (fx > 0 === fb > 0) fa /= 2;
    else [a, fa] = [b, fb];
    [b, fb] = [x, fx];
  }
  return (a + b) / 2;
}

function integrate(f: (x: number) => number, from: number, to: number): number {
  if (!(to > from)) return 0;
  const half = (to - from) / PANELS / 2;
  let sum = 0;
  for (let panel = 0; panel < PANELS; panel += 1) {
    const middle = from + half * (2 * panel + 1);
    for (const [node, weight] of NODES) sum += weight * (f(middle - half * node) + f(middle + half * node));
  }
  return sum * half;
}

const clamp = (x: number, low: number, high: number): number =>
  Number.isNaN(x) ? low : Math.min(high, Math.max(low, x));
