import type { LogEvent, Panel } from '@rapport/surveys/panel';
import type { EventAnalysis, EventEffect } from './analysis.ts';
import { pairScores } from './pairing.ts';
import { clusteredMean } from './stats/clustered-mean.ts';
import { segmented } from './stats/segmented.ts';
import type { ScoredWave } from './waves.ts';

/** Waves on either side of an event that a segmented model needs. */
const SIDE = 3;
const DAY = 86_400_000;

/**
 * What was measured around each event of the log (analytics.md, 6), in order of time. A wave is after an event when it opens on
 * its first day or later, before it otherwise; events between the same two waves share an entry. With three scored waves on each
 * side and no other event among those six, `segmented` with t₀ on the first day of the entry's first event; else `before-after`,
 * the paired change across the two waves. Before the first wave or after the last that side is null, and so is every figure.
 */
export function eventAnalyses(waves: readonly ScoredWave[], log: Panel['events']): EventAnalysis[] {
  const gaps = new Map<number, LogEvent[]>();
  for (const event of [...log].sort(byTime)) {
    const gap = waves.filter(({ wave }) => wave.opens < event.starts).length;
    gaps.set(gap, [...(gaps.get(gap) ?? []), event]);
  }
  const taken = [...gaps.keys()];
  return [...gaps].map(([gap, events]) => {
    const alone = !taken.some((other) => other !== gap && Math.abs(other - gap) < SIDE);
    const around = alone && gap >= SIDE ? waves.slice(gap - SIDE, gap + SIDE) : [];
    const scales = [...(waves[0]?.scales.keys() ?? [])];
    return {
      events: events.map(({ event }) => event),
      between: [waves[gap - 1]?.wave.wave ?? null, waves[gap]?.wave.wave ?? null],
      scales: Object.fromEntries(
        scales.map((scale) => [
          scale,
          segmentedEffect(around, scale, yearsAt(waves, events[0])) ?? beforeAfter(waves[gap - 1], waves[gap], scale),
        ]),
      ),
    };
  });
}

const byTime = (a: LogEvent, b: LogEvent): number =>
  a.starts < b.starts ? -1 : a.starts > b.starts ? 1 : a.event < b.event ? -1 : 1;

/** Years from the panel's first opening to an event's first day, reckoned as the waves' are. */
const yearsAt = (waves: readonly ScoredWave[], event: LogEvent | undefined): number =>
  (Date.parse(event?.starts ?? '') / DAY - Date.parse(waves[0]?.wave.opens ?? '') / DAY) / 365.25;

function segmentedEffect(around: readonly ScoredWave[], scale: string, from: number): EventEffect | null {
  const scored = around.map((wave) => ({ t: wave.years, scores: wave.scales.get(scale)?.scores ?? [] }));
  if (around.length < 2 * SIDE || scored.some(({ scores }) => scores.length === 0)) return null;
  const effect = segmented(
    scored.flatMap(({ scores }) => scores.map(({ value }) => value)),
    scored.flatMap(({ t, scores }) => scores.map(() => t)),
    scored.flatMap(({ scores }) => scores.map(({ member }) => member)),
    from,
  );
  return effect === null ? null : { design: 'segmented', ...effect };
}

function beforeAfter(before: ScoredWave | undefined, after: ScoredWave | undefined, scale: string): EventEffect {
  const earlier = before?.scales.get(scale);
  const later = after?.scales.get(scale);
  if (earlier === undefined || later === undefined)
    return { design: 'before-after', change: null, se: null, df: null, ci: null };
  const { stayers } = pairScores(earlier, later);
  const { mean, se, df, ci } = clusteredMean(
    stayers.map((stayer) => stayer.after - stayer.before),
    stayers.map(({ organisation }) => organisation),
  );
  return { design: 'before-after', change: mean, se, df, ci };
}
