import type { Item } from './instrument.ts';

/** A scale or facet score of one member: POMP 0–100; `prorated` when made from fewer than all items. */
export interface Score {
  value: number;
  prorated: boolean;
}

/** A raw answer turned the way of its scale: min + max − raw for a reversed item, raw otherwise. In the item's own units. */
export const directed = (item: Pick<Item, 'min' | 'max' | 'reversed'>, raw: number): number =>
  item.reversed ? item.min + item.max - raw : raw;

/** Percent of the maximum possible (Cohen, Cohen, Aiken & West 1999): 100·(x − min)/(max − min), 0–100. */
export const pomp = (value: number, min: number, max: number): number => (100 * (value - min)) / (max - min);

/**
 * One member's score on the items of a scale or facet: the mean of the answered items, reversed first, as POMP.
 * `raw[i]` is the answer to `items[i]` as ticked; undefined or NaN is missing. At least half of the items (k/2 exactly is enough)
 * must be answered, else null; null also without items. Items of unlike ranges weigh alike: each counts as a share of its own range.
 *
 * @example scoreOf([{ min: 1, max: 7, reversed: false }, { min: 1, max: 7, reversed: true }], [7, undefined]) // { value: 100, prorated: true }
 */
export function scoreOf(
  items: readonly Pick<Item, 'min' | 'max' | 'reversed'>[],
  raw: ArrayLike<number | undefined>,
): Score | null {
  let answered = 0;
  let values = 0;
  let lows = 0;
  let highs = 0;
  let shares = 0;
  let alike = true;
  const first = items[0];
  if (first === undefined) return null;
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    const answer = raw[i];
    if (item === undefined || answer === undefined || Number.isNaN(answer)) continue;
    const value = directed(item, answer);
    answered += 1;
    values += value;
    lows += item.min;
    highs += item.max;
    shares += pomp(value, item.min, item.max);
    if (item.min !== first.min || item.max !== first.max) alike = false;
  }
  if (answered * 2 < items.length) return null;
  // One range: the sum of raw values stays exact for whole numbers, so that a score on a cut-point is on it.
  const value = alike ? (100 * (values - lows)) / (highs - lows) : shares / answered;
  return { value, prorated: answered < items.length };
}
