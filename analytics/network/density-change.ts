import type { DensityChange } from '../analysis.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import type { SharedCell } from './stability.ts';

export const REPLICATES = 2000;
const NORMAL_975 = 1.959963984540054;

/**
 * Change in density between two waves on the cells observed in both, (formed − lost)/cells, one result per level, with the
 * vertex bootstrap's standard error (Snijders & Borgatti 1999): organisations are drawn with replacement, the same draw for
 * both waves and all levels; a pair of one organisation with itself takes a cell drawn at random from the observed ones.
 *
 * Null without cells; se and interval also below three organisations. `seed` decides every draw. Work: 2,000 × cells.
 */
export function densityChanges(cells: readonly SharedCell[], levels: readonly number[], seed: string): DensityChange[] {
  if (cells.length === 0) return levels.map(() => ({ change: null, se: null, ci: null }));
  const steps = levels.map((level) =>
    Int8Array.from(cells, ({ before, after }) => Number(after >= level) - Number(before >= level)),
  );
  const errors = bootstrapErrors(cells, steps, seed);
  return steps.map((step, l) => {
    const change = step.reduce((sum, value) => sum + value, 0) / cells.length;
    const se = errors?.[l] ?? null;
    return { change, se, ci: se === null ? null : [change - NORMAL_975 * se, change + NORMAL_975 * se] };
  });
}

/** The standard error of each mean step over vertex bootstraps; null below three organisations. */
function bootstrapErrors(cells: readonly SharedCell[], steps: readonly Int8Array[], seed: string): number[] | null {
  const ids = [...new Set(cells.flatMap(({ from, to }) => [from, to]))].sort();
  const n = ids.length;
  if (n < 3) return null;
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const from = Uint32Array.from(cells, (cell) => placeOf.get(cell.from) ?? 0);
  const to = Uint32Array.from(cells, (cell) => placeOf.get(cell.to) ?? 0);
  const random = seededRandom(seed);
  const drawn = new Uint16Array(n);
  const weights = new Uint32Array(cells.length);
  const values = steps.map(() => new Float64Array(REPLICATES));
  for (let replicate = 0; replicate < REPLICATES;) {
    drawn.fill(0);
    for (let i = 0; i < n; i += 1) bump(drawn, Math.floor(random() * n));
    let total = 0;
    for (let k = 0; k < weights.length; k += 1) {
      const weight = at(drawn, at(from, k)) * at(drawn, at(to, k));
      weights[k] = weight;
      total += weight;
    }
    for (const times of drawn)
      for (let pair = times * (times - 1); pair > 0; pair -= 1) {
        bump(weights, Math.floor(random() * weights.length));
        total += 1;
      }
    // Where few cells are observed a draw can miss all of them: draw again.
    if (total === 0) continue;
    steps.forEach((step, l) => {
      let sum = 0;
      for (let k = 0; k < weights.length; k += 1) sum += at(weights, k) * at(step, k);
      const row = values[l];
      if (row !== undefined) row[replicate] = sum / total;
    });
    replicate += 1;
  }
  return values.map(standardDeviation);
}

type Whole = Uint16Array | Uint32Array | Int8Array;
const at = (array: Whole, place: number): number => array[place] ?? 0;
const bump = (array: Whole, place: number): void => {
  array[place] = at(array, place) + 1;
};

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
