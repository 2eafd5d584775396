import type { ScaleChange, Trend } from '../analysis.ts';
import type { View } from './level-view.ts';
import type { ReleasedScaleChange, ReleasedSlope, ReleasedTrend } from './released-analysis.ts';
import { intervalToTenth, toTenth, toThousandth } from './rounding.ts';

interface Place {
  from: string;
  to: string;
  scale: string;
  path: string;
}

/** How many stayed, joined and left between two waves, counted among those with a score. */
export interface Composition {
  stayers: number;
  joiners: number;
  leavers: number;
}

/** A scale's change as an audience may see it: the same people's to 0.1, and what entry and exit add where that may be told. */
export function changeView(
  change: ScaleChange,
  { stayers, joiners, leavers }: Composition,
  { from, to, scale, path }: Place,
  { gate, held, people }: View,
): ReleasedScaleChange {
  const why = (part: 'within' | 'total' | 'entry' | 'exit') => gate({ kind: 'change', from, to, scale, part });
  const within = why('within');
  for (const key of ['dz', 'g', 'gCi', 'wilcoxon'] as const)
    held.never(`${path}.${key}`, change[key], 'evaluators-only');
  return {
    n: people(change.n),
    mean: held.pass(`${path}.mean`, toTenth(change.mean), within),
    se: held.pass(`${path}.se`, toTenth(change.se), within),
    df: held.pass(`${path}.df`, toTenth(change.df), within),
    ci: held.pass(`${path}.ci`, intervalToTenth(change.ci), within),
    dz: null,
    g: null,
    gCi: null,
    wilcoxon: null,
    total: held.pass(`${path}.total`, toTenth(change.total), why('total')),
    within: held.pass(`${path}.within`, toTenth(change.within), within),
    entry: held.pass(`${path}.entry`, toTenth(change.entry), why('entry')),
    exit: held.pass(`${path}.exit`, toTenth(change.exit), why('exit')),
    stayers: people(stayers),
    joiners: people(joiners),
    leavers: people(leavers),
  };
}

type SlopeNumbers = Pick<Trend, 'n' | 'members' | 'perYear' | 'se' | 'df' | 'ci' | 'p' | 'pHolm'>;

const slope = ({ n, members, perYear, se, df, ci, p, pHolm }: SlopeNumbers, people: View['people']): ReleasedSlope => ({
  n: people(n),
  members: people(members),
  perYear: toTenth(perYear),
  se: toTenth(se),
  df: toTenth(df),
  ci: intervalToTenth(ci),
  p: toThousandth(p),
  pHolm: toThousandth(pHolm),
});

const NO_SLOPE = { perYear: null, se: null, df: null, ci: null, p: null, pHolm: null };

/** A scale's trend as an audience may see it: slopes a year to 0.1; where it starts and how people vary are for evaluators. */
export function trendView(
  trend: Trend,
  { scale, path }: Pick<Place, 'scale' | 'path'>,
  { gate, held, people }: View,
): ReleasedTrend {
  for (const key of ['intercept', 'varianceBetween', 'varianceWithin', 'ols', 'randomSlope'] as const)
    held.never(`${path}.${key}`, trend[key], 'evaluators-only');
  const mixed = gate({ kind: 'trend', scale, model: 'mixed' });
  const own = gate({ kind: 'trend', scale, model: 'within' });
  const numbers = <K extends keyof typeof NO_SLOPE>(
    at: string,
    all: ReleasedSlope,
    reason: typeof own,
  ): ReleasedSlope =>
    reason === null
      ? all
      : {
          ...all,
          ...NO_SLOPE,
          ...Object.fromEntries(
            (Object.keys(NO_SLOPE) as K[]).map((key) => [key, held.pass(`${at}.${key}`, all[key], reason)]),
          ),
        };
  const within = trend.within && numbers(`${path}.within`, slope(trend.within, people), own);
  return {
    model: trend.model,
    ...numbers(path, slope(trend, people), mixed),
    intercept: null,
    varianceBetween: null,
    varianceWithin: null,
    singular: trend.singular,
    ols: null,
    randomSlope: null,
    exploratory: trend.exploratory,
    instruments: trend.instruments,
    within: within && trend.within && { ...within, organisations: trend.within.organisations },
  };
}
