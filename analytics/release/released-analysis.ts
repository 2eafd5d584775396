import type { Panel } from '@rapport/surveys/panel';
import type { Asymmetry, EventEffect, Interval, PartLevel, PocketLife, Stage, TieLevel } from '../analysis.ts';
import type { Suppression } from './suppression.ts';

export type Audience = 'lead' | 'funder';

type N = number | null;

/** A count of people: exact for leads, a bin for funders (`to` null: and more). `peopleText` writes either. */
export type People = number | { from: number; to: number | null };
/** A share of people, 0–1: exact for leads, a bin for funders; null when nobody was eligible. */
export type PeopleRate = N | { from: number; to: number };

/** A level in one estimand: the mean of organisation means, POMP, to 0.1, with its se and t interval on G − 1 df. */
export interface ReleasedMean {
  n: People;
  organisationMean: N;
  organisationSe: N;
}

/** `ScaleLevel` with every member-level figure null: those are for evaluators, who hold the panel. */
export interface ReleasedScale extends ReleasedMean {
  organisations: number;
  /** Who skipped an item, and whether anybody did, stays open: it widens the grid that answers may lie on. */
  prorated: null;
  mean: null;
  sd: null;
  se: null;
  df: null;
  ci: null;
  organisationCi: Interval | null;
  bounds: null;
  /** `n` is null where the facet is held back. */
  facets: Record<string, Omit<ReleasedMean, 'n'> & { n: People | null }>;
  /** To 0.01. */
  alpha: { n: People; value: N; ci: Interval | null } | null;
  omega: { value: number; heywood: boolean } | null;
  icc1: null;
  icc2: null;
  rwgj: null;
}

export interface ReleasedPart {
  organisations: number;
  scales: Record<string, ReleasedMean & { organisations: number }>;
  /** Null also where a mean that it rests on is held back. */
  readiness: PartLevel['readiness'];
}

/** Shares to 0.001. `pocketLevels` goes with `pockets`, those whose organisations this audience may know by name. */
export interface ReleasedTieLevel extends Omit<TieLevel, 'pocketLevels'> {
  pocketLevels: { pocket: ReleasedPart; rest: ReleasedPart }[];
  /** How many pockets there are in all. */
  pocketCount: number;
  /** Of how many organisations each of them is, largest first; absent in releases that were frozen before this was told. */
  pocketSizes?: number[];
}

export interface ReleasedTieQuestion {
  visibility: 'agency' | 'aggregate';
  weightedReciprocity: N;
  /** Empty for an `aggregate` question. */
  levels: ReleasedTieLevel[];
  /** Observed cells that rest on carried ratings alone; null for an `aggregate` question. */
  carried: number | null;
  /** `pairs`, by name, only for leads; null for an `aggregate` question. */
  asymmetry: Asymmetry | null;
  /** Agency-level ratings by name; empty for an `aggregate` question and for funders. */
  ratings: { from: string; to: string; value: number }[];
  /** Of an `aggregate` question: mean of the raters' organisation means, to 0.1, by organisation rated; empty otherwise. */
  received: { organisation: string; mean: N }[];
}

export interface ReleasedWave {
  wave: string;
  eligible: People;
  responded: People;
  responseRate: PeopleRate;
  organisations: number;
  organisationsHeard: number;
  scales: Record<string, ReleasedScale>;
  network: Record<string, ReleasedTieQuestion> | null;
  stage: Stage | null;
  /** Open answers by question: without names, in an order that says nothing of the writers; null when held back. */
  texts: Record<string, string[] | null>;
}

/** `ScaleChange` to 0.1, of the same people, with how many stayed, joined and left. */
export interface ReleasedScaleChange {
  n: People;
  mean: N;
  se: N;
  df: N;
  ci: Interval | null;
  dz: null;
  g: null;
  gCi: null;
  wilcoxon: null;
  total: N;
  within: N;
  entry: N;
  exit: N;
  stayers: People;
  joiners: People;
  leavers: People;
}

export interface ReleasedChange {
  from: string;
  to: string;
  scales: Record<string, ReleasedScaleChange>;
}

/** POMP points a year, to 0.1; `p` to 0.001. */
export interface ReleasedSlope {
  n: People;
  members: People;
  perYear: N;
  se: N;
  df: N;
  ci: Interval | null;
  p: N;
  pHolm: N;
}

export interface ReleasedTrend extends ReleasedSlope {
  model: 'random-intercept' | 'random-slope';
  intercept: null;
  varianceBetween: null;
  varianceWithin: null;
  singular: boolean | null;
  ols: null;
  randomSlope: null;
  exploratory: boolean;
  instruments: string[];
  within: (ReleasedSlope & { organisations: number }) | null;
}

/** Paired change of members whose organisation took part beside the others', POMP to 0.1; null where either would tell of few. */
export interface Attendance {
  attendees: number;
  others: number;
}

export interface ReleasedEvent {
  events: string[];
  between: [from: string | null, to: string | null];
  scales: Record<string, EventEffect>;
  /** By scale; empty unless the log says who took part, and some did not. */
  attendance: Record<string, Attendance | null>;
}

/** Names, labels and log that pages need beside the figures; a funder's holds only what that audience may see. */
export interface ReleaseContext {
  name: string;
  locale: string;
  timezone: string;
  minimumCell: number;
  instruments: Panel['instruments'];
  /** The closed waves, in the order of the release's `waves`. */
  waves: { wave: string; label: string; opens: string; closes: string; instrument: string }[];
  organisations: { organisation: string; name: string }[];
  events: Panel['events'];
  event_organisations: Panel['event_organisations'];
  goals: Panel['goals'];
  declarations: Panel['declarations'];
}

/** The analysis shape with everything held back as null; `suppressed` names each such place and why. */
export interface ReleasedAnalysis {
  format: 'rapport-analysis/1';
  method: string;
  network: string;
  instrument: string;
  audience: Audience;
  context: ReleaseContext;
  /** Closed waves only, in order of opening: an open wave is absent, its counts are the progress route's. */
  waves: ReleasedWave[];
  changes: ReleasedChange[];
  trends: Record<string, ReleasedTrend | null>;
  events: ReleasedEvent[];
  /** Of `agency` questions; funders see only pockets that may be named to them. */
  pocketLives: Record<string, PocketLife[]>;
  suppressed: Suppression[];
}
