/** The shape of an analysis (`rapport-analysis/1`): full doubles; null is 'can't be estimated', never 0. */

export type Interval = [lower: number, upper: number];
type N = number | null;

export interface ScaleLevel {
  /** Members scored, and the organisations that they come from. */
  n: number;
  organisations: number;
  /** Scores made from fewer than all items. */
  prorated: number;
  /** Mean of members' scores, POMP 0–100, with CR2 se by organisation and Satterthwaite df. For evaluators only. */
  mean: N;
  sd: N;
  se: N;
  df: N;
  ci: Interval | null;
  /** The headline: mean of organisation means, POMP 0–100, t interval on G − 1 df. */
  organisationMean: N;
  organisationSe: N;
  organisationCi: Interval | null;
  /** `mean`, had every silent member scored 0, or 100. */
  bounds: Interval | null;
  facets: Record<string, { n: number; organisationMean: N; organisationSe: N }>;
  alpha: { n: number; value: N; ci: Interval | null } | null;
  omega: { value: number; heywood: boolean } | null;
  icc1: N;
  icc2: N;
  rwgj: N;
}

export interface TieLevel {
  level: number;
  /** Ordered pairs observed, and those at or above the level. */
  observed: number;
  ties: number;
  density: N;
  dyads: number;
  mutual: number;
  asymmetric: number;
  reciprocity: N;
  reach: N;
  reachAll: N;
  pockets: string[][];
  /** Each pocket beside the rest, in the order of `pockets`. */
  pocketLevels: PocketLevel[];
  /** Against the wave directly before; null in the first. */
  sincePrevious: Stability | null;
  /** The same with ratings carried over by 'still so' left out of this wave. */
  sincePreviousFresh: Stability | null;
  densityChange: DensityChange | null;
}

/** Cells (ordered pairs) observed in both waves, and their ties at or above the level. */
export interface Stability {
  cells: number;
  kept: number;
  lost: number;
  formed: number;
  jaccard: N;
}

/**
 * Change in density since the wave before on the cells observed in both, (formed − lost)/cells, −1 to 1, with the standard
 * error of 2,000 vertex bootstraps and change ± 1.96·se. Where the instrument has a readiness section, only its tie question has
 * an error and an interval.
 */
export interface DensityChange {
  change: N;
  se: N;
  ci: Interval | null;
}

/** A part of the network: its organisations' level on each scale, and how ready it would be on its own. */
export interface PartLevel {
  organisations: number;
  scales: Record<string, { n: number; organisations: number; organisationMean: N; organisationSe: N }>;
  /** By the part's own scores and the confirmed ties within it; null without a readiness section. */
  readiness: { mode: string | null; limitedBy: string[]; confidence: Record<string, N> } | null;
}

export interface PocketLevel {
  pocket: PartLevel;
  /** The wave's other organisations. */
  rest: PartLevel;
}

export interface TieQuestionResult {
  weightedReciprocity: N;
  levels: TieLevel[];
  /** Observed cells that rest on ratings carried over by 'still so' alone. */
  carried: number;
  asymmetry: Asymmetry;
  /** The organisations' ratings (upper median of their members'), in the order of the wave's organisations. */
  ratings: { from: string; to: string; value: number }[];
}

/** Where two organisations that rated each other see their tie differently. */
export interface Asymmetry {
  /** Dyads observed from both sides, and those rated unalike. */
  dyads: number;
  differing: number;
  /** Mean of |A's rating of B − B's rating of A| over the dyads, in steps of the question. */
  meanGap: N;
  /** `higher` rates the tie `gap` steps above what `lower` does; widest first, then by ids. */
  pairs: { higher: string; lower: string; gap: number }[];
}

export type VerdictStatus = 'not-enough-evidence' | 'weakening' | 'approaching' | 'granted' | 'none';

export interface Stage {
  mode: string | null;
  limitedBy: string[];
  confidence: Record<string, N>;
  verdict: { mode: string | null; status: VerdictStatus };
  declared: { funder: string | null; network: string | null };
  gap: { funder: N; network: N };
  shares: Record<string, N>;
  modeAt: { minus5: string | null; plus5: string | null };
  /** By mode: how far above each cut, POMP points and share; negative is short of it, null can't be said. */
  margins: Record<string, { scales: Record<string, N>; reach: N }>;
  /**
   * The mode, were each organisation without a score on a scale at the lower quartile (type 7) of those with one;
   * `silent` counts organisations lacking a score on any scale of a mode, `holds` says whether `mode` would still be met; null without a mode.
   */
  lowerQuartile: { silent: number; mode: string | null; holds: boolean | null };
}

export interface WaveAnalysis {
  wave: string;
  eligible: number;
  responded: number;
  responseRate: N;
  organisations: number;
  organisationsHeard: number;
  scales: Record<string, ScaleLevel>;
  network: Record<string, TieQuestionResult> | null;
  stage: Stage | null;
}

export interface ScaleChange {
  n: number;
  mean: N;
  se: N;
  df: N;
  ci: Interval | null;
  dz: N;
  g: N;
  gCi: Interval | null;
  wilcoxon: { n: number; v: number; p: N; rankBiserial: N } | null;
  total: N;
  within: N;
  entry: N;
  exit: N;
}

export interface Change {
  from: string;
  to: string;
  scales: Record<string, ScaleChange>;
}

export interface Trend {
  model: 'random-intercept' | 'random-slope';
  n: number;
  members: number;
  intercept: N;
  perYear: N;
  se: N;
  df: N;
  ci: Interval | null;
  p: N;
  /** Holm over the readiness scales, here of `p`, below of the within-member slope's; null for any other scale. */
  pHolm: N;
  varianceBetween: N;
  varianceWithin: N;
  singular: boolean | null;
  ols: { perYear: N; se: N; df: N } | null;
  within: {
    n: number;
    members: number;
    organisations: number;
    perYear: N;
    se: N;
    df: N;
    ci: Interval | null;
    p: N;
    pHolm: N;
  } | null;
  /** Whether readiness does not rest on the scale. */
  exploratory: boolean;
  /** Keys of the instrument versions that it spans. */
  instruments: string[];
  /** With a slope of its own for every member: from 4 waves and 15 members on. */
  randomSlope: RandomSlopeTrend | null;
}

export interface RandomSlopeTrend {
  intercept: number;
  perYear: number;
  se: number;
  df: number;
  ci: Interval | null;
  p: N;
  varianceIntercept: number;
  varianceSlope: number;
  correlation: N;
  varianceWithin: number;
  singular: boolean;
}

export type EventEffect =
  | { design: 'before-after'; change: N; se: N; df: N; ci: Interval | null }
  | { design: 'segmented'; level: N; levelSe: N; slope: N; slopeSe: N };

export interface EventAnalysis {
  events: string[];
  between: [from: string | null, to: string | null];
  scales: Record<string, EventEffect>;
}

/**
 * What became of pockets from one wave to the next in which the question was rated from both sides. `kept`: the same
 * organisations; `changed`: as many, but others; `grown`, `shrunk`: one pocket, more or fewer; `merged`, `split`: several into
 * one, one into several; `regrouped`: several into several; `born`: `before` is empty; `gone`: `after` is.
 */
export interface PocketFate {
  fate: 'born' | 'grown' | 'shrunk' | 'kept' | 'changed' | 'merged' | 'split' | 'regrouped' | 'gone';
  before: string[][];
  after: string[][];
}

export interface PocketLife {
  level: number;
  steps: { from: string | null; to: string; pockets: PocketFate[] }[];
}

export interface Analysis {
  format: 'rapport-analysis/1';
  /** Version of the method that made the figures (method.ts). */
  method: string;
  network: string;
  instrument: string;
  waves: WaveAnalysis[];
  changes: Change[];
  trends: Record<string, Trend | null>;
  events: EventAnalysis[];
  /** By tie question, a life for each level. */
  pocketLives: Record<string, PocketLife[]>;
}
