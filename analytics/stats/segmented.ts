import { randomIntercept } from './mixed-model.ts';

export interface Segmented {
  /** Jump of the level at the event, in the units of y, and its standard error. */
  level: number;
  levelSe: number;
  /** Change of the slope after it, in units of y per unit of t. */
  slope: number;
  slopeSe: number;
}

/**
 * Segmented regression around an event (Wagner et al. 2002): y = β₀ + β₁t + β₂·post + β₃·(t − t₀)·post + member intercept, by REML
 * (`mixed-model.ts`); post = 1 from t₀ on. `level` = β₂, `slope` = β₃. Null where the waves on either side can't tell them apart, or
 * nobody was scored twice.
 *
 * @example segmented([1, 2, 5, 7], [0, 1, 2, 3], ['m', 'm', 'm', 'm'], 2)
 */
export function segmented(
  y: readonly number[],
  t: readonly number[],
  members: readonly string[],
  from: number,
): Segmented | null {
  const post = t.map((time) => (time >= from ? 1 : 0));
  const since = t.map((time) => Math.max(0, time - from));
  const fit = randomIntercept(y, [t, post, since], members);
  if (fit === null) return null;
  const [, level = 0, slope = 0] = fit.slopes;
  const [, levelSe = 0, slopeSe = 0] = fit.ses;
  return { level, levelSe, slope, slopeSe };
}
