import type { ScaleLevel } from '../analysis.ts';
import type { ScoredScale } from '../waves.ts';
import { alpha } from './alpha.ts';
import { clusteredMean } from './clustered-mean.ts';
import { icc } from './icc.ts';
import { omega } from './omega.ts';
import { rwgj } from './rwgj.ts';

/** What a wave's level of a scale says of members, reliability and agreement. */
export type MemberStatistics = Pick<ScaleLevel, 'se' | 'df' | 'ci' | 'alpha' | 'omega' | 'icc1' | 'icc2' | 'rwgj'>;

/** Of one scale in one wave (analytics.md, 2 and 3); null is what the scores can't give. Agreement only where all items are whole-numbered. */
export function memberStatistics({ items, scores, completeCases }: ScoredScale): MemberStatistics {
  const values = scores.map(({ value }) => value);
  const organisations = scores.map(({ organisation }) => organisation);
  const { se, df, ci } = clusteredMean(values, organisations);
  const decimal = items.some((item) => item.decimal);
  const options = items.map(({ min, max }) => max - min + 1);
  return {
    se,
    df,
    ci,
    alpha: alpha(completeCases),
    omega: omega(completeCases),
    ...icc(values, organisations),
    rwgj: decimal ? null : rwgj(completeCases, options),
  };
}
