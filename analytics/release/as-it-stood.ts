import type { ReleasedAnalysis } from './released-analysis.ts';
import { underTodaysLog } from './todays-log.ts';

/**
 * A release as far as one of its waves, for a wave whose close was not frozen by itself (several were imported at once):
 * a part of what was released, nothing computed. What rests on later waves is left out, trends and pockets' lives among it.
 * Null when the wave is not in it.
 */
export function asItStood(release: ReleasedAnalysis, wave: string): ReleasedAnalysis | null {
  const last = release.waves.findIndex((one) => one.wave === wave);
  if (last < 0) return null;
  const waves = release.waves.slice(0, last + 1);
  const known = new Set(waves.map((one) => one.wave));
  const changes = release.changes.filter(({ from, to }) => known.has(from) && known.has(to));
  const closes = release.context.waves.find((row) => row.wave === wave)?.closes ?? '';
  const context = {
    ...release.context,
    waves: release.context.waves.filter((row) => known.has(row.wave)),
    events: release.context.events.filter(({ starts }) => starts <= closes),
    goals: release.context.goals.filter(({ from }) => from <= closes),
    declarations: release.context.declarations.filter(({ from }) => from <= closes),
  };
  const cut: ReleasedAnalysis = {
    ...release,
    waves,
    changes,
    trends: {},
    events: release.events
      .filter(({ between }) => between.every((one) => one === null || known.has(one)))
      .map((group) => ({ ...group, scales: withoutSegmented(group.scales) })),
    pocketLives: {},
    suppressed: release.suppressed.filter(({ path }) => {
      const at = Number(/^waves\[(\d+)\]/.exec(path)?.[1] ?? Infinity);
      return at <= last;
    }),
  };
  const moved = changes.map((change, index) => ({ index, was: release.changes.indexOf(change) }));
  cut.suppressed.push(
    ...release.suppressed.flatMap(({ path, reason }) => {
      const [, was, rest = ''] = /^changes\[(\d+)\](.*)$/.exec(path) ?? [];
      const now = moved.find((row) => row.was === Number(was));
      return was !== undefined && now ? [{ path: `changes[${now.index}]${rest}`, reason }] : [];
    }),
  );
  return underTodaysLog({ ...cut, context: { ...context } }, context);
}

/** A segmented figure rests on three waves after it. */
const withoutSegmented = <T extends { design: string }>(scales: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(scales).filter(([, effect]) => effect.design !== 'segmented'));
