import { instrumentKey } from '@rapport/surveys/instrument-key';
import type { EventKind } from '@rapport/surveys/panel';
import type { ReleasedAnalysis } from '../release/released-analysis.ts';

/** The time between two closed waves of one network: what kinds of entries its log has there, and whether the same people rose. */
export interface Stretch {
  from: string;
  to: string;
  kinds: EventKind[];
  /**
   * Some readiness scale rose among the same people, its interval clear of zero, and none fell so. Null where no readiness scale's
   * change was released.
   */
  rose: boolean | null;
}

/** The stretches of a release, read from its published figures alone; none where its instrument gives no readiness. */
export function stretchesOf(release: ReleasedAnalysis): Stretch[] {
  const { waves, changes, events, context } = release;
  const kinds = new Map(context.events.map(({ event, kind }) => [event, kind]));
  return waves.slice(1).flatMap((wave, at): Stretch[] => {
    const from = waves[at]?.wave ?? '';
    const scales = readinessScalesOf(release, wave.wave);
    const change = changes.find((one) => one.from === from && one.to === wave.wave);
    if (!change || scales.size === 0) return [];
    const known = [...scales].flatMap((scale) => {
      const ci = change.scales[scale]?.ci;
      return ci ? [ci] : [];
    });
    const within = events.filter(({ between }) => between[0] === from && between[1] === wave.wave);
    const ids = within.flatMap((group) => group.events);
    return [
      {
        from,
        to: wave.wave,
        kinds: [...new Set(ids.flatMap((event) => kinds.get(event) ?? []))].sort(),
        rose: known.length === 0 ? null : known.some(([low]) => low > 0) && known.every(([, high]) => high >= 0),
      },
    ];
  });
}

function readinessScalesOf({ context, instrument }: ReleasedAnalysis, wave: string): Set<string> {
  const key = context.waves.find((row) => row.wave === wave)?.instrument ?? instrument;
  const used = context.instruments.find((one) => instrumentKey(one) === key);
  return new Set(used?.readiness?.modes.flatMap((mode) => Object.keys(mode.scales)) ?? []);
}
