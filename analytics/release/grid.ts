/** One organisation's part in a mean of organisation means: its own mean, and the steps in which that can differ. */
export interface GridPart {
  mean: number;
  /** Members behind it. */
  members: number;
  /** The smallest difference that one member's answers can make to `mean`. */
  step: number;
}

/** Whether organisation means of this sum and sum of squares would look to an audience as the true ones do. */
export type LooksAlike = (sum: number, sumOfSquares: number) => boolean;

/**
 * How a mean of organisation means looks: rounded to 0.1, with its standard error (`withSe`) and t interval (`quantile`, the t
 * value of its half width; null without one).
 */
export function sameLooks(
  parts: readonly GridPart[],
  { withSe, quantile }: { withSe: boolean; quantile: number | null },
): LooksAlike {
  const g = parts.length;
  const looks = (sum: number, squares: number): number[] => {
    const mean = sum / g;
    if (!withSe) return [tenths(mean)];
    const se = Math.sqrt(Math.max(0, (squares - (sum * sum) / g) / (g - 1) / g));
    const half = quantile === null ? 0 : quantile * se;
    return [tenths(mean), tenths(se), tenths(mean - half), tenths(mean + half)];
  };
  const shown = looks(sumOf(parts), squaresOf(parts));
  return (sum, squares) => tenths(sum / g) === shown[0] && looks(sum, squares).every((value, i) => value === shown[i]);
}

const tenths = (value: number): number => Math.round(value * 10 + 1e-9);
const sumOf = (parts: readonly GridPart[]): number => parts.reduce((total, { mean }) => total + mean, 0);
const squaresOf = (parts: readonly GridPart[]): number => parts.reduce((total, { mean }) => total + mean * mean, 0);

/** How many steps of each organisation are tried in either direction where not all are. */
const MOST_STEPS = 12;
/** With so few organisations every step of the range is tried. */
const TRY_ALL = 3;

/**
 * Whether a mean of organisation means, as it looks rounded, leaves each small organisation open: for every one with fewer than
 * `minimumCell` members, or all at an end of the range, some other mean of it must look the same, with up to two other
 * organisations' means changed in exchange. `range` is that of the answers. Answers lie on a grid: with few organisations two
 * rounded figures can fix all of them, and equal answers always do.
 */
export function leavesOpen(
  parts: readonly GridPart[],
  range: readonly [low: number, high: number],
  minimumCell: number,
  alike: LooksAlike,
): boolean {
  const sum = sumOf(parts);
  const squares = squaresOf(parts);
  return parts.every((part, place) => {
    const atEnd = part.mean <= range[0] || part.mean >= range[1];
    if (part.members >= minimumCell && !atEnd) return true;
    return hasAlternative(parts, place, range, (s, q) => alike(sum + s, squares + q));
  });
}

/** `same` is given changes of the sum and of the sum of squares. */
function hasAlternative(
  parts: readonly GridPart[],
  target: number,
  range: readonly [number, number],
  same: LooksAlike,
): boolean {
  const own = parts[target];
  if (own === undefined) return false;
  const most = parts.length <= TRY_ALL ? Number.POSITIVE_INFINITY : MOST_STEPS;
  const changesOf = ({ mean, step }: GridPart): number[] => stepsAround(mean, step, range, most);
  const others = parts.filter((_, place) => place !== target);
  const squareChange = (mean: number, change: number): number => change * (2 * mean + change);
  for (const change of changesOf(own)) {
    if (change === 0) continue;
    const squared = squareChange(own.mean, change);
    if (same(change, squared)) return true;
    for (let p = 0; p < others.length; p += 1) {
      const first = others[p];
      if (first === undefined) continue;
      for (const other of changesOf(first)) {
        const s = change + other;
        const q = squared + squareChange(first.mean, other);
        if (same(s, q)) return true;
        for (let r = p + 1; r < others.length; r += 1) {
          const second = others[r];
          if (second === undefined) continue;
          for (const third of stepsNear(-s, second, range))
            if (same(s + third, q + squareChange(second.mean, third))) return true;
        }
      }
    }
  }
  return false;
}

/** Changes of a mean by whole steps that keep it in range, nearest first. */
function stepsAround(mean: number, step: number, [low, high]: readonly [number, number], most: number): number[] {
  const changes = [0];
  const down = Math.min(most, Math.floor((mean - low) / step + 1e-9));
  const up = Math.min(most, Math.floor((high - mean) / step + 1e-9));
  for (let k = 1; k <= Math.max(down, up); k += 1) {
    if (k <= up) changes.push(k * step);
    if (k <= down) changes.push(-k * step);
  }
  return changes;
}

/** The few changes of a mean by whole steps that come nearest to `wanted`. */
function stepsNear(wanted: number, { mean, step }: GridPart, [low, high]: readonly [number, number]): number[] {
  const nearest = Math.round(wanted / step);
  return [nearest - 1, nearest, nearest + 1]
    .map((k) => k * step)
    .filter((change) => mean + change >= low - 1e-9 && mean + change <= high + 1e-9);
}
