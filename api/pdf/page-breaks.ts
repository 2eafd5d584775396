/** Rows that stand alone at the foot or the top of a page look lost unless they are this high, in points. */
const HIGH_ENOUGH = 36;
const FEWEST = 2;
/** Rows that are no higher together, in points, stay together. */
const KEPT_WHOLE = 90;

export interface RowRoom {
  /** Points for rows on the page that is begun, beneath the table's head. */
  here: number;
  /** Points for rows on every later page, beneath the head that is repeated there. */
  later: number;
  /** Height of what belongs right beneath the last row, in points. */
  after: number;
}

/**
 * How many rows of a table stand on each page, from the heights of its rows in points: as many as there is room for, but neither
 * a lone low row before a break nor one behind it, and a short table whole. A first 0 means that the table begins on the next
 * page. A row higher than a page has that page alone.
 */
export function rowsByPage(heights: number[], { here, later, after }: RowRoom): number[] {
  const pages: number[] = [];
  const enough = (from: number, to: number): boolean =>
    to - from >= FEWEST || sum(heights.slice(from, to)) >= HIGH_ENOUGH;
  const whole = sum(heights);
  if (whole <= KEPT_WHOLE && whole + after > here && whole + after <= later) return [0, heights.length];
  let from = 0;
  while (from < heights.length) {
    const fresh = pages.length > 0;
    const room = fresh ? later : here;
    let to = from;
    let used = 0;
    for (let height = heights[to]; height !== undefined && used + height <= room; height = heights[to]) {
      used += height;
      to += 1;
    }
    if (to === heights.length && used + Math.min(after, later / 2) > room) to -= 1;
    if (to < heights.length) {
      while (to > from && !enough(to, heights.length)) to -= 1;
      if (to > from && !enough(from, to)) to = from;
    }
    if (fresh) to = Math.max(to, from + 1);
    pages.push(to - from);
    from = to;
  }
  return pages;
}

const sum = (heights: number[]): number => heights.reduce((all, height) => all + height, 0);
