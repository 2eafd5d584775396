import { components } from './components.ts';
import { confirmedAt, type Dyad } from './ratings.ts';

/** Reach of one level of ties. */
export interface Reach {
  /** Organisations in the largest connected component of confirmed ties; 0 when no tie is confirmed. */
  connected: number;
  /** Their share of the organisations heard on the question, 0–1; null when no dyad was observed from both sides. */
  reach: number | null;
  /**
   * The same with each heard organisation left out in turn, in the order of `heard`, of the others; null where no dyad
   * observed from both sides is left.
   */
  withoutOne: (number | null)[];
}

/**
 * How far confirmed ties of a level reach among the organisations heard (analytics.md, section 7). `dyads` are those observed
 * from both sides, `heard` the places of the organisations that rated anybody.
 *
 * @example a–b and b–c confirmed, d heard: reach 3/4; without a 2/3, without b 0
 */
export function reachAt(dyads: readonly Dyad[], level: number, heard: readonly number[]): Reach {
  if (dyads.length === 0) return { connected: 0, reach: null, withoutOne: heard.map(() => null) };
  const found = components(confirmedAt(dyads, level));
  const sizes = found.map(({ size }) => size).sort((x, y) => y - x);
  const [largest = 0, second = 0] = sizes;
  const left = new Map<number, number>();
  for (const { size, parts } of found) {
    const elsewhere = size === largest ? second : largest;
    for (const [organisation, part] of parts) left.set(organisation, Math.max(part, elsewhere));
  }
  const withoutOne = heard.map((organisation) => {
    if (dyads.every(({ a, b }) => a === organisation || b === organisation)) return null;
    const connected = left.get(organisation) ?? largest;
    return connected < 2 ? 0 : connected / (heard.length - 1);
  });
  return { connected: largest, reach: largest / heard.length, withoutOne };
}
