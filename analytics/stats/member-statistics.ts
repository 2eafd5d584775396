import type { ScaleLevel } from '../analysis.ts';
import type { ScoredScale } from '../waves.ts';

/** What a wave's level of a scale says of members, reliability and agreement. */
export type MemberStatistics = Pick<ScaleLevel, 'se' | 'df' | 'ci' | 'alpha' | 'omega' | 'icc1' | 'icc2' | 'rwgj'>;

/** Of one scale in one wave; null is what the scores can't give. */
export function memberStatistics(_scale: ScoredScale): MemberStatistics {
  return { se: null, df: null, ci: null, alpha: null, omega: null, icc1: null, icc2: null, rwgj: null };
}
