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
  sincePrevious: { cells: number; kept: number; lost: number; formed: number; jaccard: N } | null;
}

export interface TieQuestionResult {
  weightedReciprocity: N;
  levels: TieLevel[];
  /** The organisations' ratings (upper median of their members'), in the order of the wave's organisations. */
  ratings: { from: string; to: string; value: number }[];
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
  } | null;
}

export type EventEffect =
  | { design: 'before-after'; change: N; se: N; df: N; ci: Interval | null }
  | { design: 'segmented'; level: N; levelSe: N; slope: N; slopeSe: N };

export interface EventAnalysis {
  events: string[];
  between: [from: string | null, to: string | null];
  scales: Record<string, EventEffect>;
}

export interface Analysis {
  format: 'rapport-analysis/1';
  network: string;
  instrument: string;
  waves: WaveAnalysis[];
  changes: Change[];
  trends: Record<string, Trend | null>;
  events: EventAnalysis[];
}
