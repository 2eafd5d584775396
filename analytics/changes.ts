import type { Change, ScaleChange } from './analysis.ts';
import { pairScores, type Pairing } from './pairing.ts';
import { pairedStatistics } from './stats/paired-statistics.ts';
import type { ScoredWave } from './waves.ts';

/** Which waves are compared: every pair of consecutive waves, then first to last; two waves make one entry, one wave none. */
export function comparedWaves<W>(waves: readonly W[]): [earlier: W, later: W][] {
  const pairs: [W, W][] = [];
  let previous: W | undefined;
  for (const wave of waves) {
    if (previous !== undefined) pairs.push([previous, wave]);
    previous = wave;
  }
  const first = waves[0];
  if (waves.length > 2 && first !== undefined && previous !== undefined) pairs.push([first, previous]);
  return pairs;
}

/** The change of every scale between compared waves (analytics.md, section 4). */
export const changesBetween = (waves: readonly ScoredWave[]): Change[] =>
  comparedWaves(waves).map(([earlier, later]) => {
    const scales: Change['scales'] = {};
    for (const [scale, before] of earlier.scales) {
      const after = later.scales.get(scale);
      if (after !== undefined) scales[scale] = scaleChange(pairScores(before, after));
    }
    return { from: earlier.wave.wave, to: later.wave.wave, scales };
  });

/** One scale's change: the same people's, and what entry and exit add to it. POMP points. */
export function scaleChange(pairing: Pairing): ScaleChange {
  const { stayers } = pairing;
  const { total, within, entry, exit } = composition(pairing);
  return { n: stayers.length, mean: within, ...pairedStatistics(stayers), total, within, entry, exit };
}

/**
 * total = within + exit + entry, exactly: within = mean change of the stayers, exit = n_exit/n₁·(S̄₁ − L̄),
 * entry = n_entry/n₂·(Ē − S̄₂), S̄ the stayers' means, L̄ the leavers', Ē the joiners'. Nobody left (or came) makes that part 0;
 * without stayers only the total is known, and without scores in one of the waves nothing is.
 */
export function composition({
  stayers,
  leavers,
  joiners,
}: Pairing): Pick<ScaleChange, 'total' | 'within' | 'entry' | 'exit'> {
  const s = stayers.length;
  const first = s + leavers.length;
  const second = s + joiners.length;
  if (first === 0 || second === 0) return { total: null, within: null, entry: null, exit: null };
  const before = sum(stayers.map((stayer) => stayer.before));
  const after = sum(stayers.map((stayer) => stayer.after));
  const left = sum(leavers.map(({ value }) => value));
  const joined = sum(joiners.map(({ value }) => value));
  const total = (after + joined) / second - (before + left) / first;
  if (s === 0) return { total, within: null, entry: null, exit: null };
  return {
    total,
    within: (after - before) / s,
    exit: leavers.length === 0 ? 0 : (leavers.length / first) * (before / s - left / leavers.length),
    entry: joiners.length === 0 ? 0 : (joiners.length / second) * (joined / joiners.length - after / s),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
