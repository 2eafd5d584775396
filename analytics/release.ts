import type { Panel } from '@rapport/surveys/panel';
import type { Analysis } from './analysis.ts';
import { cellGate } from './release/cell-gate.ts';
import { changeView, effectView, trendView } from './release/change-view.ts';
import { closedPanel } from './release/closed-panel.ts';
import { namedTo, releaseContext, smallestCell } from './release/context.ts';
import type { View } from './release/level-view.ts';
import { binPeople, binRate } from './release/people.ts';
import type { Audience, ReleasedAnalysis } from './release/released-analysis.ts';
import { livesView } from './release/tie-view.ts';
import { waveView } from './release/wave-view.ts';
import { Withholding } from './release/withholding.ts';
import { pairScores } from './pairing.ts';
import { networkInstrument, scoreWaves, type ScoredWave } from './waves.ts';

export type { Audience, ReleaseContext, ReleasedAnalysis } from './release/released-analysis.ts';

declare const released: unique symbol;
/** What a person may see. Only `release` makes one, so that a page or route can't be handed anything else. */
export type Release = ReleasedAnalysis & { readonly [released]: true };

/** What has already gone out to one audience: kept beside the frozen releases, never sent anywhere. Plain JSON. */
export interface Ledger {
  version: 1;
}

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
 * with them every figure that could rest on them. Returns the release and the ledger to keep for the next one.
 */
export function release(
  analysis: Analysis,
  audience: Audience,
  history: History,
): { release: Release; ledger: Ledger } {
  const panel = closedPanel(history.panel, history.closed);
  const minimumCell = smallestCell(panel);
  const held = new Withholding();
  const lead = audience === 'lead';
  const view: View = {
    gate: cellGate(analysis, minimumCell),
    held,
    people: (count) => (lead ? count : binPeople(count)),
    minimumCell,
  };
  const scored = new Map(scoreWaves(panel).map((wave) => [wave.wave.wave, wave]));
  const result: ReleasedAnalysis = {
    format: analysis.format,
    method: analysis.method,
    network: analysis.network,
    instrument: analysis.instrument,
    audience,
    context: releaseContext(history.panel, audience, history.closed),
    waves: [],
    changes: [],
    trends: {},
    events: [],
    pocketLives: {},
    suppressed: held.suppressed,
  };
  for (const wave of analysis.waves) {
    const source = scored.get(wave.wave);
    if (source === undefined) continue;
    result.waves.push(
      waveView(
        {
          analysis: wave,
          scored: source,
          texts: panel.texts.filter((text) => text.wave === wave.wave),
          audience,
          named: namedTo(panel, audience),
          rate: (rate) => (lead || rate === null ? rate : binRate(rate)),
          path: `waves[${result.waves.length}]`,
          seed: `${analysis.network}/${wave.wave}`,
        },
        view,
      ),
    );
  }
  const onlyClosed = result.waves.length === analysis.waves.length;
  addChanges(result, analysis, scored, view);
  for (const [scale, trend] of Object.entries(analysis.trends)) {
    const path = `trends.${scale}`;
    result.trends[scale] = onlyClosed
      ? trend && trendView(trend, { scale, path }, view)
      : held.never(path, trend, 'open-wave');
  }
  const agency = new Set(
    networkInstrument(panel)
      .ties.filter(({ visibility }) => visibility === 'agency')
      .map(({ id }) => id),
  );
  for (const [question, lives] of Object.entries(analysis.pocketLives))
    result.pocketLives[question] = agency.has(question) && onlyClosed ? livesView(lives, namedTo(panel, audience)) : [];
  return { release: asRelease(result), ledger: { version: 1 } };
}

function addChanges(
  result: ReleasedAnalysis,
  analysis: Analysis,
  waves: ReadonlyMap<string, ScoredWave>,
  view: View,
): void {
  for (const { from, to, scales } of analysis.changes) {
    const earlier = waves.get(from);
    const later = waves.get(to);
    if (earlier === undefined || later === undefined) continue;
    const path = `changes[${result.changes.length}]`;
    const shown: ReleasedAnalysis['changes'][number]['scales'] = {};
    for (const [scale, change] of Object.entries(scales)) {
      const before = earlier.scales.get(scale);
      const after = later.scales.get(scale);
      if (before === undefined || after === undefined) continue;
      const { stayers, joiners, leavers } = pairScores(before, after);
      const composition = { stayers: stayers.length, joiners: joiners.length, leavers: leavers.length };
      shown[scale] = changeView(change, composition, { from, to, scale, path: `${path}.scales.${scale}` }, view);
    }
    result.changes.push({ from, to, scales: shown });
  }
  for (const event of analysis.events) {
    const [from, to] = event.between;
    if ((from !== null && !waves.has(from)) || (to !== null && !waves.has(to))) continue;
    const path = `events[${result.events.length}]`;
    const shown: ReleasedAnalysis['events'][number]['scales'] = {};
    for (const [scale, effect] of Object.entries(event.scales))
      shown[scale] = effectView(effect, event, { scale, path: `${path}.scales.${scale}` }, view);
    result.events.push({ events: event.events, between: event.between, scales: shown, attendance: {} });
  }
}

/** Guarantee: called only with what `release` wrote, or with what was stored of it. */
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
export function releaseForMember(lead: Release): MembersRelease {
  return { ...lead, waves: lead.waves.map(({ texts: _texts, ...wave }) => wave) };
}
