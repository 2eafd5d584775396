import type { Alpha } from './alpha.ts';

export interface ReliableChange {
  /** (after − before)/standard error of a difference between two scores of someone who did not change. */
  index: number;
  /** Whether |index| > 1.96, and which way. */
  change: 'up' | 'down' | 'none';
}

/** The lower bound of α below which no reliable change is given. */
export const RELIABLE_FROM = 0.5;

/**
 * Reliable change of one member (Jacobson & Truax 1991): RCI = (x₂ − x₁)/(s₁√2√(1 − α)), s₁ the sd of scores and α the reliability
 * in the earlier wave; |RCI| > 1.96 is more than the questionnaire's noise. For the member themself only. Scores and sd in the same
 * units. Null where α or its interval is unknown or its lower bound is below .5, and where sd or 1 − α is 0.
 *
 * @example reliableChange({ before: 40, after: 70, sd: 15, alpha: { n: 40, value: 0.8, ci: [0.7, 0.88] } }) // { index: 3.1623, change: 'up' }
 */
export function reliableChange(member: {
  before: number;
  after: number;
  sd: number | null;
  alpha: Alpha | null;
}): ReliableChange | null {
  const { before, after, sd, alpha } = member;
  if (sd === null || alpha === null || alpha.value === null || alpha.ci === null) return null;
  const noise = sd * Math.SQRT2 * Math.sqrt(Math.max(0, 1 - alpha.value));
  if (alpha.ci[0] < RELIABLE_FROM || !(noise > 0)) return null;
  const index = (after - before) / noise;
  return { index, change: Math.abs(index) <= 1.96 ? 'none' : index > 0 ? 'up' : 'down' };
}
