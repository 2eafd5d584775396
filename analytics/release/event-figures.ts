import type { Panel } from '@rapport/surveys/panel';
import type { Analysis, EventAnalysis } from '../analysis.ts';
import { randomIntercept } from '../stats/mixed-model.ts';
import type { ScoredWave } from '../waves.ts';
import type { Candidate, Wanted } from './candidates.ts';

/** Waves on either side of a segmented model (events.ts). */
const SIDE = 3;
const DAYS_PER_YEAR = 365.25;
const days = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** An entry of the analysis' events between two closed waves, with what its figures are told apart by. */
export interface EventPlace {
  event: EventAnalysis;
  from: string;
  to: string;
  /** First day of its first event. */
  starts: string;
  /** Organisations that the log says took part in any of them, sorted; empty when it says nothing. */
  attended: string[];
}

/** The entries that lie between two closed waves; those at the ends have no figure. */
export function eventPlaces(
  analysis: Pick<Analysis, 'events'>,
  panel: Pick<Panel, 'events' | 'event_organisations'>,
  closed: ReadonlySet<string>,
): EventPlace[] {
  const starts = new Map(panel.events.map((event) => [event.event, event.starts]));
  return analysis.events.flatMap((event) => {
    const [from, to] = event.between;
    if (from === null || to === null || !closed.has(from) || !closed.has(to)) return [];
    const own = new Set(event.events);
    const attended = panel.event_organisations
      .filter((row) => own.has(row.event))
      .map(({ organisation }) => organisation);
    const first = event.events.map((id) => starts.get(id) ?? '').sort()[0] ?? '';
    return [{ event, from, to, starts: first, attended: [...new Set(attended)].sort() }];
  });
}

export const segmentedKey = ({ from, to, starts }: EventPlace, scale: string): string =>
  `segmented ${from} ${to} ${starts} ${scale}`;
export const attendanceKey = ({ from, to, attended }: EventPlace, scale: string): string =>
  `attendance ${from} ${to} ${attended.join(',')} ${scale}`;

/** The six waves that a segmented model rests on. */
export const wavesAround = (waves: readonly ScoredWave[], { to }: Pick<EventPlace, 'to'>): ScoredWave[] => {
  const after = waves.findIndex(({ wave }) => wave.wave === to);
  return waves.slice(Math.max(0, after - SIDE), after + SIDE);
};

/** The segmented figures of one scale at an event: jump and change of slope; none where the analysis has another design. */
export function segmentedCandidates(
  place: EventPlace,
  scale: string,
  waves: readonly ScoredWave[],
  { states }: Pick<Wanted, 'states'>,
): Candidate[] {
  const effect = place.event.scales[scale];
  if (effect?.design !== 'segmented') return [];
  const around = wavesAround(waves, place);
  const ratio = interceptRatio(around, scale, days(place.starts) / DAYS_PER_YEAR);
  if (ratio === null) return [];
  const key = segmentedKey(place, scale);
  const on = states(around.map(({ wave }) => wave.wave));
  return (['level', 'slope'] as const).map((name) => ({
    figure: { kind: 'segmented', key, effect: name },
    form: { form: 'segmented', states: on, ratio, from: place.starts, effect: name },
    value: effect[name],
    se: name === 'level' ? effect.levelSe : effect.slopeSe,
    df: 2 * SIDE,
    hasInterval: false,
  }));
}

/** σ²_b/σ² of the segmented model, as the analysis fits it; null where it can't be had. */
function interceptRatio(around: readonly ScoredWave[], scale: string, from: number): number | null {
  const rows = around.flatMap(({ wave, scales }) =>
    (scales.get(scale)?.scores ?? []).map(({ member, value }) => ({
      member,
      value,
      t: days(wave.opens) / DAYS_PER_YEAR,
    })),
  );
  const origin = rows[0]?.t ?? 0;
  const fit = randomIntercept(
    rows.map(({ value }) => value),
    [
      rows.map(({ t }) => t - origin),
      rows.map(({ t }) => (t >= from ? 1 : 0)),
      rows.map(({ t }) => Math.max(0, t - from)),
    ],
    rows.map(({ member }) => member),
  );
  return fit === null || fit.varianceWithin <= 0 ? null : fit.varianceBetween / fit.varianceWithin;
}

/** Paired change of members whose organisation took part, beside the others'; none where the log says nothing of who did. */
export function attendanceCandidates(place: EventPlace, scale: string, { at }: Pick<Wanted, 'at'>): Candidate[] {
  const from = at(place.from);
  const to = at(place.to);
  if (place.attended.length === 0 || from === undefined || to === undefined) return [];
  const key = attendanceKey(place, scale);
  return (['attendees', 'others'] as const).map((side) => ({
    figure: { kind: 'attendance', key, side },
    form: { form: 'attendance', from, to, organisations: place.attended, side },
    value: undefined,
    se: null,
    df: null,
    hasInterval: false,
  }));
}
