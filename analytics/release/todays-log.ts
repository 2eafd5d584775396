import type { EventEffect } from '../analysis.ts';
import type { ReleaseContext, ReleasedAnalysis, ReleasedChange, ReleasedEvent } from './released-analysis.ts';
import type { Suppression } from './suppression.ts';

/** Waves on either side that a segmented figure rests on (events.ts): no other entry may lie among them. */
const SIDE = 3;

type Log = Pick<ReleaseContext, 'events' | 'event_organisations'>;

/**
 * A frozen release under the log of today. Nothing is computed: an entry that came later, or whose day was changed, stands
 * beside the change between the two closed waves that it lies between, which went out with the waves' figures; a segmented
 * figure stays only while its entry is still alone, and attendance only while those who took part are still the same.
 */
export function underTodaysLog(frozen: ReleasedAnalysis, context: ReleaseContext): ReleasedAnalysis {
  const openings = frozen.waves.map(({ wave }) => frozen.context.waves.find((row) => row.wave === wave)?.opens ?? '');
  const gaps = new Map<number, string[]>();
  for (const event of [...context.events].sort(byTime)) {
    const gap = openings.filter((opens) => opens < event.starts).length;
    gaps.set(gap, [...(gaps.get(gap) ?? []), event.event]);
  }
  const held: Suppression[] = frozen.suppressed.filter(({ path }) => !path.startsWith('events['));
  const events = [...gaps].map(([gap, ids], index): ReleasedEvent => {
    const between: ReleasedEvent['between'] = [frozen.waves[gap - 1]?.wave ?? null, frozen.waves[gap]?.wave ?? null];
    const then = frozen.events.findIndex((group) => group.between[0] === between[0] && group.between[1] === between[1]);
    const group = frozen.events[then];
    const alone = ![...gaps.keys()].some((other) => other !== gap && Math.abs(other - gap) < SIDE);
    const sameStart = firstDay(ids, context) === firstDay(group?.events ?? [], frozen.context);
    const change = frozen.changes.findIndex(({ from, to }) => from === between[0] && to === between[1]);
    const scales = Object.fromEntries(
      Object.keys(frozen.waves[0]?.scales ?? {}).map((scale) => {
        const kept = group?.scales[scale];
        const own = renamed(frozen, `events[${then}].scales.${scale}`, `events[${index}].scales.${scale}`);
        if (kept?.design === 'segmented' && alone && sameStart) {
          held.push(...own);
          return [scale, kept];
        }
        if (alone && sameStart) held.push(...own.filter(({ path }) => /\.(level|slope)(Se)?$/.test(path)));
        held.push(
          ...asEffect(renamed(frozen, `changes[${change}].scales.${scale}`, `events[${index}].scales.${scale}`)),
        );
        return [scale, beforeAfter(frozen.changes[change], scale)];
      }),
    );
    const sameParties = partiesOf(ids, context).join() === partiesOf(group?.events ?? [], frozen.context).join();
    if (group && sameParties)
      held.push(...renamed(frozen, `events[${then}].attendance`, `events[${index}].attendance`));
    return { events: ids, between, scales, attendance: group && sameParties ? group.attendance : {} };
  });
  return { ...frozen, context, events, suppressed: held };
}

const byTime = (a: { starts: string; event: string }, b: { starts: string; event: string }): number =>
  a.starts < b.starts ? -1 : a.starts > b.starts ? 1 : a.event < b.event ? -1 : 1;

const firstDay = (ids: readonly string[], { events }: Log): string =>
  events
    .filter(({ event }) => ids.includes(event))
    .map(({ starts }) => starts)
    .sort()[0] ?? '';

const partiesOf = (ids: readonly string[], { event_organisations: rows }: Log): string[] =>
  [...new Set(rows.filter(({ event }) => ids.includes(event)).map(({ organisation }) => organisation))].sort();

function beforeAfter(change: ReleasedChange | undefined, scale: string): EventEffect {
  const { mean = null, se = null, df = null, ci = null } = change?.scales[scale] ?? {};
  return { design: 'before-after', change: mean, se, df, ci };
}

const renamed = ({ suppressed }: ReleasedAnalysis, from: string, to: string): Suppression[] =>
  suppressed.flatMap(({ path, reason }) =>
    path === from || path.startsWith(`${from}.`) ? [{ path: to + path.slice(from.length), reason }] : [],
  );

/** Of a change's held-back parts those that an effect has too, by the names that it has for them. */
const asEffect = (rows: readonly Suppression[]): Suppression[] =>
  rows.flatMap(({ path, reason }) => {
    const [, stem = '', key = ''] = /^(.*)\.(\w+)$/.exec(path) ?? [];
    if (key === 'mean') return [{ path: `${stem}.change`, reason }];
    return ['se', 'df', 'ci'].includes(key) ? [{ path, reason }] : [];
  });
