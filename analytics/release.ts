import type { Panel } from '@rapport/surveys/panel';
import type { Analysis } from './analysis.ts';
import { assemble } from './release/assemble.ts';
import { closedPanel } from './release/closed-panel.ts';
import { smallestCell } from './release/context.ts';
import { emptyLedger, type Ledger } from './release/ledger.ts';
import type { Audience, ReleasedAnalysis } from './release/released-analysis.ts';
import { scoreWaves } from './waves.ts';

export type { Ledger } from './release/ledger.ts';
export type { Audience, ReleaseContext, ReleasedAnalysis } from './release/released-analysis.ts';

declare const released: unique symbol;
/** What a person may see. Only `release` makes one, so that a page or route can't be handed anything else. */
export type Release = ReleasedAnalysis & { readonly [released]: true };

export interface History {
  /** The network's whole panel, open waves and all. */
  panel: Panel;
  /** Ids of the waves that are closed. */
  closed: ReadonlySet<string>;
  /** The ledger that the last release to this audience returned; null before the first. */
  ledger: Ledger | null;
}

/**
 * The only way out for results (analytics.md, section 9): what `audience` may see of `analysis`, given all that it was given
 * before. `analysis` is that of `closedPanel(history.panel, history.closed)`; waves that are not closed are left out, and
 * with them every figure that could rest on them. Returns the release and the ledger to keep for the next one: store both
 * in one write, and release a network's waves to an audience one call after the other.
 *
 * What went out stays as it was: a closed wave's figures are frozen until enough people's corrections may enter (plan.ts).
 * How it is decided what goes out: docs/decisions/release.md.
 */
export function release(
  analysis: Analysis,
  audience: Audience,
  history: History,
): { release: Release; ledger: Ledger } {
  const panel = closedPanel(history.panel, history.closed);
  const result = assemble(
    {
      analysis,
      panel,
      waves: scoreWaves(panel),
      ledger: history.ledger ?? emptyLedger(analysis.method),
      minimumCell: smallestCell(panel),
    },
    audience,
  );
  return { release: asRelease(result.released), ledger: result.ledger };
}

/** Guarantee: called only with what `assemble` wrote, or with what was stored of it. */
const asRelease = (result: ReleasedAnalysis): Release => result as Release;

/**
 * Reads a stored release back: the JSON of an earlier `release`, from a place that nobody but this program writes to.
 * Throws a `TypeError` when it is something else.
 */
export function reviveRelease(json: string): Release {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null || !('audience' in value) || !('suppressed' in value))
    throw new TypeError('not a stored release');
  return asRelease(value as ReleasedAnalysis);
}

/** What members see of their network: the lead's figures, without its open answers. */
export type MembersRelease = Omit<Release, 'waves'> & { waves: Omit<Release['waves'][number], 'texts'>[] };

/** The members' view of a lead's release. */
export function releaseForMember(lead: Release): MembersRelease {
  return { ...lead, waves: lead.waves.map(({ texts: _texts, ...wave }) => wave) };
}
