import type { DensityChange } from '../analysis.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import { packing, type Packing } from './packed-sums.ts';
import type { SharedCell } from './stability.ts';

export const REPLICATES = 2000;
const NORMAL_975 = 1.959963984540054;

/**
 * Change in density between two waves on the cells observed in both, (formed − lost)/cells, one result per level, with the
 * vertex bootstrap's standard error (Snijders & Borgatti 1999): organisations are drawn with replacement, the same draw for
 * both waves and all levels; a pair of one organisation with itself takes a cell drawn at random from the observed ones.
 *
 * Null without cells; se and interval also below three organisations, and without a `seed`, which decides every draw.
 * Work: 2,000 × cells.
 */
export function densityChanges(
  cells: readonly SharedCell[],
  levels: readonly number[],
  seed: string | null,
): DensityChange[] {
  if (cells.length === 0) return levels.map(() => ({ change: null, se: null, ci: null }));
  const steps = levels.map((level) => {
    const step = new Int8Array(cells.length);
    cells.forEach(({ before, after }, k) => {
      step[k] = Number(after >= level) - Number(before >= level);
    });
    return step;
  });
  const errors = seed === null ? null : bootstrapErrors(cells, steps, seed);
  return steps.map((step, l) => {
    const change = step.reduce((sum, value) => sum + value, 0) / cells.length;
    const se = errors?.[l] ?? null;
    return { change, se, ci: se === null ? null : [change - NORMAL_975 * se, change + NORMAL_975 * se] };
  });
}

/** The standard error of each mean step over vertex bootstraps; null below three organisations. */
function bootstrapErrors(cells: readonly SharedCell[], steps: readonly Int8Array[], seed: string): number[] | null {
  const vertices = [...new Set(cells.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const n = vertices.length;
  if (n < 3) return null;
  const placeOf = new Map(vertices.map((vertex, place) => [vertex, place]));
  const packed = packing([new Int8Array(cells.length).fill(1), ...steps], n * n);
  const rows = rowsOfPairs(cells, packed, placeOf);
  const random = seededRandom(seed);
  const drawn = new Float64Array(n);
  const fill = new Uint32Array(n * n);
  const sums = new Float64Array(steps.length + 1);
  const values = steps.map(() => new Float64Array(REPLICATES));
  for (let replicate = 0; replicate < REPLICATES;) {
    drawn.fill(0);
    for (let i = 0; i < n; i += 1) {
      const place = Math.floor(random() * n);
      drawn[place] = (drawn[place] ?? 0) + 1;
    }
    let itself = 0;
    for (const times of drawn) itself += times * (times - 1);
    for (let pair = 0; pair < itself; pair += 1) fill[pair] = Math.floor(random() * cells.length);
    for (let w = 0; w < packed.words.length; w += 1)
      packed.unpack(w, drawnSum(rows, w, drawn) + filledSum(packed, w, fill, itself), sums);
    const total = sums[0] ?? 0;
    // Where few cells are observed a draw can miss all of them: draw again.
    if (total === 0) continue;
    for (let l = 0; l < values.length; l += 1) {
      const row = values[l];
      if (row !== undefined) row[replicate] = (sums[l + 1] ?? 0) / total;
    }
    replicate += 1;
  }
  return values.map(standardDeviation);
}

/** Observed pairs by their first organisation: for pair k, `other[k]` and in each word w the packed sum of its two cells. */
interface Rows {
  start: Uint32Array;
  other: Uint32Array;
  words: Float64Array[];
}

function rowsOfPairs(cells: readonly SharedCell[], packed: Packing, placeOf: ReadonlyMap<number, number>): Rows {
  const n = placeOf.size;
  const pairs = new Map<number, number[]>();
  cells.forEach(({ from, to }, k) => {
    const a = placeOf.get(from) ?? 0;
    const b = placeOf.get(to) ?? 0;
    const pair = Math.min(a, b) * n + Math.max(a, b);
    const known = pairs.get(pair);
    if (known === undefined) pairs.set(pair, [k]);
    else known.push(k);
  });
  const sorted = [...pairs].sort(([one], [another]) => one - another);
  const start = new Uint32Array(n + 1);
  for (const [pair] of sorted) start[Math.floor(pair / n) + 1] = (start[Math.floor(pair / n) + 1] ?? 0) + 1;
  for (let a = 0; a < n; a += 1) start[a + 1] = (start[a + 1] ?? 0) + (start[a] ?? 0);
  return {
    start,
    other: Uint32Array.from(sorted, ([pair]) => pair % n),
    words: packed.words.map((word) =>
      Float64Array.from(sorted, ([, both]) => both.reduce((sum, k) => sum + (word[k] ?? 0), 0)),
    ),
  };
}

/** Σ over drawn pairs of different organisations of times drawn × times drawn × packed value, in one word. */
function drawnSum({ start, other, words }: Rows, w: number, drawn: Float64Array): number {
  const word = words[w];
  if (word === undefined) return 0;
  let sum = 0;
  for (let a = 0; a < drawn.length; a += 1) {
    const times = drawn[a] ?? 0;
    if (times === 0) continue;
    const end = start[a + 1] ?? 0;
    let row = 0;
    for (let k = start[a] ?? 0; k < end; k += 1) row += (drawn[other[k] ?? 0] ?? 0) * (word[k] ?? 0);
    sum += times * row;
  }
  return sum;
}

function filledSum({ words }: Packing, w: number, fill: Uint32Array, filled: number): number {
  const word = words[w];
  let sum = 0;
  for (let pair = 0; pair < filled; pair += 1) sum += word?.[fill[pair] ?? 0] ?? 0;
  return sum;
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
