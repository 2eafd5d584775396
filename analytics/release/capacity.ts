import { wavesOf, type Form } from './form.ts';
import { groupBy } from './form-rows.ts';
import type { ReleasedForm } from './scale-audit.ts';
import { answeredIn, type Grid } from './snapshot.ts';
import type { Unknowns } from './unknowns.ts';

/** Standard deviations that stand for members' scores and item answers, POMP. Fixed, so that no decision rests on the answers. */
const SCORE_SD = 15;
const ANSWER_SD = 22;
/** Bits of a normal variable with sd s told to within w: log2(s·√(2πe)/w). */
const bitsOf = (sd: number, width: number): number => Math.max(0, Math.log2((4.1327 * sd) / width));
const ROUNDING = 0.1;
/**
 * What figures may tell together, as a share of what the answers hold: those of less importance must leave room for the headline
 * trend, which has a new figure at every close. Any other kind of figure: `MOST`.
 */
const MOST_FOR: Partial<Record<Form['form'], number>> = { within: 0.95, mixed: 0.8, change: 0.75 };
const MOST = 0.65;
const MOST_CELLS = 0.6;
/** Decimal answers are taken to be known to 1 POMP. */
const DECIMAL_STEP = 1;

/** How a figure lies to what is out: the length of its coefficients, its share that is new, and the df of its se (null: none). */
export interface FigureSize {
  length: number;
  share: number;
  df: number | null;
}

/**
 * The answers lie on a grid, so that enough rounded figures fix them even where no linear combination does (a subset-sum
 * puzzle). The count that settles it is of bits: what the figures tell must stay below what the answers hold, per scale, and
 * for figures of one or two waves also among those waves. Facets are counted against the answers by facet.
 */
export interface Capacity {
  cost(form: Form, size: FigureSize): number;
  allows(form: Form, bits: number): boolean;
  spend(form: Form, bits: number): void;
}

export function capacityOf(
  unknowns: Unknowns,
  grids: readonly (Grid | null)[],
  forms: readonly ReleasedForm[],
): Capacity {
  const scores = new Float64Array(unknowns.waves);
  const cells = new Float64Array(unknowns.waves);
  for (const [wave, blocks] of groupBy(held(unknowns, grids), (block) => block.wave))
    for (const block of blocks) {
      scores[wave] = (scores[wave] ?? 0) + block.score;
      cells[wave] = (cells[wave] ?? 0) + block.cells;
    }
  const spent = forms.map(({ form, bits }) => ({ facet: form.form === 'facet', waves: wavesOf(form), bits }));
  const sum = (values: Float64Array, waves: readonly number[]): number =>
    waves.reduce((total, wave) => total + (values[wave] ?? 0), 0);
  const told = (within: readonly number[] | null, facets: boolean): number =>
    spent.reduce(
      (total, { facet, waves, bits }) =>
        (facets || !facet) && (within === null || waves.every((wave) => within.includes(wave))) ? total + bits : total,
      0,
    );
  const everywhere = Array.from({ length: unknowns.waves }, (_, wave) => wave);
  return {
    cost: (form, { length, share, df }) => {
      if (form.form === 'level' && share === 0) return 0;
      const sd = (form.form === 'facet' ? ANSWER_SD : SCORE_SD) * length;
      const se = df === null ? 0 : bitsOf(sd / Math.sqrt(2 * Math.max(1, df)), ROUNDING) + 1;
      return Math.round((bitsOf(sd * share, ROUNDING) + se) * 10) / 10;
    },
    allows: (form, bits) => {
      if (form.form === 'level') return true;
      const waves = wavesOf(form);
      if (form.form === 'facet') return told(waves, true) + bits <= MOST_CELLS * sum(cells, waves);
      const most = MOST_FOR[form.form] ?? MOST;
      const local = waves.length > 2 || told(waves, false) + bits <= most * sum(scores, waves);
      return local && told(null, false) + bits <= most * sum(scores, everywhere);
    },
    spend: (form, bits) => {
      spent.push({ facet: form.form === 'facet', waves: wavesOf(form), bits });
    },
  };
}

/** Bits that each block's scale score and its answers by facet hold. */
function* blocksHeld(unknowns: Unknowns, grids: readonly (Grid | null)[]) {
  for (let wave = 0; wave < unknowns.waves; wave += 1) {
    const itemStep = grids[wave]?.itemStep ?? null;
    for (let state = 0; unknowns.snapshot(wave, state) !== undefined; state += 1) {
      const snapshot = unknowns.snapshot(wave, state);
      const answered = snapshot?.scales[unknowns.scale];
      if (snapshot === undefined || answered === undefined) continue;
      for (const { place, block } of unknowns.entrants(wave, state)) {
        const counts = answered.cells.map((_, cell) => answeredIn(answered, place, cell)).filter((count) => count > 0);
        const total = counts.reduce((sum, count) => sum + count, 0);
        yield {
          wave,
          block,
          score: gridBits(itemStep, total, SCORE_SD),
          cells: counts.reduce((sum, count) => sum + gridBits(itemStep, count, ANSWER_SD), 0),
        };
      }
    }
  }
}

const held = (unknowns: Unknowns, grids: readonly (Grid | null)[]) => {
  const blocks = new Map([...blocksHeld(unknowns, grids)].map((block) => [block.block, block]));
  return [...blocks.values()];
};

const gridBits = (itemStep: number | null, items: number, sd: number): number => {
  const step = itemStep === null ? DECIMAL_STEP : itemStep / items;
  return Math.min(Math.log2(100 / step + 1), bitsOf(sd, step));
};
