import type { Panel } from '@rapport/surveys/panel';
import type { Analysis } from './analysis.ts';

export type Audience = 'lead' | 'funder';

/** Names, labels and log that pages need beside the figures; a funder's holds only what that audience may see. */
export interface ReleaseContext {
  name: string;
  locale: string;
  timezone: string;
  minimumCell: number;
  instruments: Panel['instruments'];
  waves: { wave: string; label: string; opens: string; closes: string; instrument: string }[];
  organisations: { organisation: string; name: string }[];
  events: Panel['events'];
  event_organisations: Panel['event_organisations'];
  goals: Panel['goals'];
  declarations: Panel['declarations'];
}

/** The analysis shape with everything held back as null; `suppressed` names each such place and why. */
export interface ReleasedAnalysis extends Analysis {
  audience: Audience;
  context: ReleaseContext;
  suppressed: { path: string; reason: string }[];
}

declare const released: unique symbol;
/** What a person may see. Only `release` makes one, so a page or route can't be handed anything else. */
export type Release = ReleasedAnalysis & { readonly [released]: true };

/** What has already gone out to this audience: kept beside the frozen releases, never sent anywhere. */
export interface Ledger {
  version: 1;
}

export interface History {
  panel: Panel;
  /** Ids of the waves that are closed. */
  closed: ReadonlySet<string>;
  /** The ledger that the last release to this audience returned; null before the first. */
  ledger: Ledger | null;
}
