import type { Trend } from './analysis.ts';
import type { ScoredWave } from './waves.ts';

/** The trend of one scale over all waves; null where the scores can't give one. */
export function scaleTrend(_waves: readonly ScoredWave[], _scale: string): Trend | null {
  return null;
}
