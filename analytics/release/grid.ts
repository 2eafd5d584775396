/** One organisation's part in a mean of organisation means: its own mean, and the steps in which that can differ. */
export interface GridPart {
  mean: number;
  /** Members behind it. */
  members: number;
  /** The smallest differences that its members' answers can make to `mean`. */
  steps: readonly number[];
  /**
   * Steps, from the lowest value on, of the means that it could also have: nobody is told who skipped an item, so that in a
   * wave where somebody did, any member's score may lie on the grid of fewer items.
   */
  grids: readonly number[];
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
  const seOf = (sum: number, squares: number): number =>
    Math.sqrt(Math.max(0, (squares - (sum * sum) / g) / (g - 1) / g));
  const halfOf = (se: number): number => (quantile === null ? 0 : quantile * se);
  const sum = sumOf(parts);
  const se = seOf(sum, squaresOf(parts));
  const shownMean = tenths(sum / g);
  const shownSe = tenths(se);
  const shownLow = tenths(sum / g - halfOf(se));
  const shownHigh = tenths(sum / g + halfOf(se));
  return (otherSum, squares) => {
    const mean = otherSum / g;
    if (tenths(mean) !== shownMean) return false;
    if (!withSe) return true;
    const otherSe = seOf(otherSum, squares);
    const half = halfOf(otherSe);
    return tenths(otherSe) === shownSe && tenths(mean - half) === shownLow && tenths(mean + half) === shownHigh;
  };
}

const tenths = (value: number): number => Math.round(value * 10 + 1e-9);
const sumOf = (parts: readonly GridPart[]): number => parts.reduce((total, { mean }) => total + mean, 0);
const squaresOf = (parts: readonly GridPart[]): number => parts.reduce((total, { mean }) => total + mean * mean, 0);

/** How many steps of each organisation are tried in either direction where not all are. */
const MOST_STEPS = 12;
/** With so few organisations every combination is tried. */
const TRY_ALL = 3;
/** How many combinations of one or two others are tried in turn, then of more by lot, before a mean counts as fixed. */
const TRIES_IN_TURN = 60_000;
const TRIES_BY_LOT = 100_000;
/** Of few combinations each is drawn so often on average. */
const TRIES_EACH = 20;
/** How many others change together at most, when tried by lot. */
const MOST_OTHERS = 5;

type Range = readonly [low: number, high: number];

/**
 * Whether a mean of organisation means, as it looks rounded, leaves each small organisation open: for every one with fewer than
 * `minimumCell` members, or all at an end of the range, some other mean of it must look the same, with other organisations'
 * means changed in exchange. `range` is that of the answers. Answers lie on a grid: with few organisations two rounded figures
 * can fix all of them, and equal answers always do. What can't be shown to be open counts as fixed. Deterministic.
 */
export function leavesOpen(parts: readonly GridPart[], range: Range, minimumCell: number, alike: LooksAlike): boolean {
  const sum = sumOf(parts);
  const squares = squaresOf(parts);
  const same: LooksAlike = (s, q) => alike(sum + s, squares + q);
  const most = parts.length <= TRY_ALL ? Number.POSITIVE_INFINITY : MOST_STEPS;
  const movable = parts.map((part, at): Movable => ({ ...part, at, changes: stepsAround(part, range, most) }));
  const isOpen = parts.map(({ mean, members }) => members >= minimumCell && !(mean <= range[0] || mean >= range[1]));
  return movable.every((part, target) => {
    if (isOpen[target]) return true;
    const others = movable.filter((other) => other !== part);
    const own = { ...part, changes: part.changes.filter((change) => change !== 0) };
    const moved = openInTurn(own, others, range, same) ?? openByLot(own, others, range, same);
    // Where these change together and all looks the same, each of them is open.
    for (const at of moved ?? []) isOpen[at] = true;
    return moved !== null;
  });
}

/** An organisation's part, its place among them, and the changes of its mean that are tried. */
type Movable = GridPart & { at: number; changes: number[] };

/**
 * Tries all changes of the organisation with none, one, then two others; `same` is given changes of sum and sum of squares.
 * Returns the places of those that changed when all looked the same.
 */
function openInTurn(own: Movable, others: readonly Movable[], range: Range, same: LooksAlike): number[] | null {
  let tries = 0;
  const moved = [own.at];
  const exchange = (from: number, left: number, s: number, q: number): boolean => {
    for (let place = from; place <= others.length - left; place += 1) {
      const other = others[place];
      if (other === undefined) continue;
      moved.push(other.at);
      for (const change of left === 1 ? stepsNear(-s, other, range) : other.changes) {
        if (change === 0) continue;
        tries += 1;
        if (tries > TRIES_IN_TURN) return false;
        const squares = q + squareChange(other.mean, change);
        if (left === 1 ? same(s + change, squares) : exchange(place + 1, left - 1, s + change, squares)) return true;
      }
      moved.pop();
    }
    return false;
  };
  if (own.changes.some((change) => same(change, squareChange(own.mean, change)))) return moved;
  for (const count of [1, 2])
    for (const change of count <= others.length ? own.changes : []) {
      if (exchange(0, count, change, squareChange(own.mean, change))) return moved;
      moved.length = 1;
    }
  return null;
}

/** Tries changes of the organisation with three or more others, drawn from a fixed seed; returns the places that changed. */
function openByLot(own: Movable, others: readonly Movable[], range: Range, same: LooksAlike): number[] | null {
  if (own.changes.length === 0 || others.length < 3) return null;
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const draw = (count: number): number => Math.floor(random() * count);
  // Small changes more often: the spread must stay as it looks.
  const changeOf = (changes: readonly number[]): number => changes[Math.floor(random() ** 2 * changes.length)] ?? 0;
  const order = [...others];
  const combinations = [own, ...others].reduce((product, { changes }) => product * changes.length, 1);
  const most = Math.min(TRIES_BY_LOT, TRIES_EACH * combinations);
  for (let tries = 0; tries < most; tries += 1) {
    let s = changeOf(own.changes);
    let q = squareChange(own.mean, s);
    const moved = [own.at];
    const count = 3 + draw(Math.min(MOST_OTHERS, order.length) - 2);
    for (let i = 0; i < count; i += 1) {
      const j = i + draw(order.length - i);
      const other = order[j];
      const displaced = order[i];
      if (other === undefined || displaced === undefined) continue;
      order[i] = other;
      order[j] = displaced;
      const near = i === count - 1 ? stepsNear(-s, other, range) : null;
      const change = near === null ? changeOf(other.changes) : (near[draw(near.length)] ?? 0);
      if (change !== 0) moved.push(other.at);
      s += change;
      q += squareChange(other.mean, change);
    }
    if (same(s, q)) return moved;
  }
  return null;
}

/** By how much a square rises when its root does by `change`. */
const squareChange = (mean: number, change: number): number => change * (2 * mean + change);

/** Changes of a mean to others that answers can give, nearest first; at most `most` each way on any grid. */
function stepsAround({ mean, steps, grids }: GridPart, [low, high]: Range, most: number): number[] {
  const changes = new Set([0]);
  const reach = (size: number, offset: number): void => {
    const first = Math.max(-most, Math.ceil((low - mean - offset) / size - 1e-9));
    const last = Math.min(most, Math.floor((high - mean - offset) / size + 1e-9));
    for (let k = first; k <= last; k += 1) changes.add(Number((offset + k * size).toFixed(9)));
  };
  for (const step of steps) reach(step, 0);
  for (const size of grids) reach(size, toGrid(mean - low, size));
  return [...changes].sort((a, b) => Math.abs(a) - Math.abs(b));
}

/** What takes a value to the nearest multiple of a step. */
const toGrid = (value: number, step: number): number => Math.round(value / step) * step - value;

/** The few changes of a mean to others that answers can give that come nearest to `wanted`. */
function stepsNear(wanted: number, { mean, steps, grids }: GridPart, [low, high]: Range): number[] {
  const near: number[] = [];
  for (const step of steps) {
    const nearest = Math.round(wanted / step) * step;
    near.push(nearest - step, nearest, nearest + step);
  }
  for (const size of grids) {
    const nearest = wanted + toGrid(mean - low + wanted, size);
    near.push(nearest - size, nearest, nearest + size);
  }
  return near.filter((change) => mean + change >= low - 1e-9 && mean + change <= high + 1e-9);
}
