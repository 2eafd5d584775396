import { alpha } from '@rapport/analytics/stats/alpha';
import { reliableChange } from '@rapport/analytics/stats/reliable-change';
import { varianceOf } from '@rapport/analytics/stats/spread';
import { scoreWaves } from '@rapport/analytics/waves';
import type { Panel } from '@rapport/surveys/panel';

/** A member's own scores in a wave they answered, POMP by scale, in order of opening. */
export interface OwnScores {
  wave: string;
  opens: string;
  own: Record<string, number | null>;
}

export interface OwnChange {
  scale: string;
  /** Ids of the last two waves in which the member has a score on it. */
  from: string;
  to: string;
  before: number;
  after: number;
  /** Reliable change (Jacobson & Truax 1991); null where the earlier wave does not say how reliable its scores are. */
  change: 'up' | 'down' | 'none' | null;
}

/**
 * How a member changed between the last two of their scores on each scale. Reliability and spread are those of the earlier wave,
 * which must be closed: figures of an open one would give others' answers away.
 */
export function ownChanges(panel: Panel, scores: readonly OwnScores[], closed: ReadonlySet<string>): OwnChange[] {
  const scales = [...new Set(scores.flatMap(({ own }) => Object.keys(own)))];
  return scales.flatMap((scale) => {
    const [last, before] = scores.filter(({ own }) => typeof own[scale] === 'number').toReversed();
    const [value, earlier] = [last?.own[scale], before?.own[scale]];
    if (!last || !before || typeof value !== 'number' || typeof earlier !== 'number') return [];
    const change = closed.has(before.wave) ? reliability(panel, before.wave, scale, earlier, value) : null;
    return [{ scale, from: before.wave, to: last.wave, before: earlier, after: value, change }];
  });
}

function reliability(panel: Panel, wave: string, scale: string, before: number, after: number): OwnChange['change'] {
  const only = <Row extends { wave: string }>(rows: Row[]) => rows.filter((row) => row.wave === wave);
  const [scored] = scoreWaves({
    ...panel,
    waves: only(panel.waves),
    answers: only(panel.answers),
    ties: [],
  });
  const measured = scored?.scales.get(scale);
  if (!measured) return null;
  const variance = varianceOf(measured.scores.map(({ value }) => value));
  const sd = variance === null ? null : Math.sqrt(variance);
  return reliableChange({ before, after, sd, alpha: alpha(measured.completeCases) })?.change ?? null;
}

/** What the log holds from one wave's opening to another's: after the first day, up to the last. */
export const eventsBetween = (panel: Pick<Panel, 'events'>, from: string, to: string): Panel['events'] =>
  panel.events.filter(({ starts }) => starts > from && starts <= to).sort((a, b) => (a.starts < b.starts ? -1 : 1));
