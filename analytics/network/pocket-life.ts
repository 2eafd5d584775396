import type { PocketFate, PocketLife } from '../analysis.ts';

type Pocket = string[];
type Step = PocketLife['steps'][number];

/**
 * A level's pockets over waves, from birth to end. `waves` are those in which the question was rated from both sides, so that a
 * silent wave ends no pocket's life; the first wave's pockets are born there.
 */
export function pocketSteps(waves: readonly { wave: string; pockets: readonly Pocket[] }[]): Step[] {
  let from: string | null = null;
  let before: readonly Pocket[] = [];
  return waves.map(({ wave, pockets }) => {
    const step = { from, to: wave, pockets: pocketFates(before, pockets) };
    from = wave;
    before = pockets;
    return step;
  });
}

/**
 * What became of each pocket. A later pocket continues an earlier one when they share more than half of the smaller one's
 * organisations; pockets tied by continuation, directly or through others, share one fate (after Palla, Barabási & Vicsek 2007).
 * In the order of the earlier pockets, then those born.
 */
export function pocketFates(before: readonly Pocket[], after: readonly Pocket[]): PocketFate[] {
  const earlier = before.map((pocket) => ({ pocket, later: false }));
  const later = after.map((pocket) => ({ pocket, later: true }));
  const placed = new Set<object>();
  const fates: PocketFate[] = [];
  for (const first of [...earlier, ...later]) {
    if (placed.has(first)) continue;
    const family = new Set([first]);
    for (const relative of family)
      for (const other of relative.later ? earlier : later)
        if (continues(relative.pocket, other.pocket)) family.add(other);
    for (const relative of family) placed.add(relative);
    const was = earlier.filter((one) => family.has(one)).map(({ pocket }) => pocket);
    const is = later.filter((one) => family.has(one)).map(({ pocket }) => pocket);
    fates.push({ fate: fateOf(was, is), before: was, after: is });
  }
  return fates;
}

function continues(one: Pocket, other: Pocket): boolean {
  const ids = new Set(one);
  const shared = other.filter((id) => ids.has(id)).length;
  return 2 * shared > Math.min(one.length, other.length);
}

function fateOf(before: readonly Pocket[], after: readonly Pocket[]): PocketFate['fate'] {
  const [earlier, another] = before;
  const [later, yetAnother] = after;
  if (earlier === undefined) return 'born';
  if (later === undefined) return 'gone';
  if (another !== undefined) return yetAnother === undefined ? 'merged' : 'regrouped';
  if (yetAnother !== undefined) return 'split';
  if (later.length !== earlier.length) return later.length > earlier.length ? 'grown' : 'shrunk';
  return later.every((id) => earlier.includes(id)) ? 'kept' : 'changed';
}
