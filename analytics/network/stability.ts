import type { Stability } from '../analysis.ts';
import { MISSING, type Ratings } from './ratings.ts';

/** An ordered pair of organisations rated in two waves, by their places in the later one, and both ratings. */
export interface SharedCell {
  from: number;
  to: number;
  before: number;
  after: number;
}

/** The cells observed in both waves, in the order of the later one. */
export function sharedCells(previous: Ratings, current: Ratings): SharedCell[] {
  const g = current.organisations.length;
  const width = previous.organisations.length;
  const placeBefore = new Map(previous.organisations.map((id, place) => [id, place]));
  const movedTo = current.organisations.map((id) => placeBefore.get(id) ?? MISSING);
  const cells: SharedCell[] = [];
  for (const cell of current.observed) {
    const from = Math.floor(cell / g);
    const to = cell % g;
    const row = movedTo[from] ?? MISSING;
    const column = movedTo[to] ?? MISSING;
    if (row === MISSING || column === MISSING) continue;
    const before = previous.values[row * width + column] ?? MISSING;
    const after = current.values[cell] ?? MISSING;
    if (before === MISSING) continue;
    cells.push({ from, to, before, after });
  }
  return cells;
}

/** Of the cells observed in both waves: ties of the level kept, lost, formed, and kept/(kept + lost + formed); null when there was no tie in either. */
export function stability(cells: readonly SharedCell[], level: number): Stability {
  let kept = 0;
  let lost = 0;
  let formed = 0;
  for (const { before, after } of cells) {
    if (before >= level && after >= level) kept += 1;
    else if (before >= level) lost += 1;
    else if (after >= level) formed += 1;
  }
  const either = kept + lost + formed;
  return { cells: cells.length, kept, lost, formed, jaccard: either === 0 ? null : kept / either };
}
