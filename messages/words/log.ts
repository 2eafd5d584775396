import type { EventEffect } from '@rapport/analytics/analysis';
import type { ReleasedAnalysis, ReleasedEvent } from '@rapport/analytics/release/released-analysis';
import type { EventKind } from '@rapport/surveys/panel';
import type { Instrument } from '@rapport/surveys/instrument';
import { m } from '../compiled/messages.js';
import type { Locale } from '../compiled/runtime.js';
import { factorName } from './names.ts';
import { list, points, signed } from './numbers.ts';
import { readinessScales } from './trends.ts';

type Words = (inputs: Record<string, never>, options: { locale: Locale }) => string;

const KINDS: Record<EventKind, Words> = {
  workshop: m.event_kind_workshop,
  procedure: m.event_kind_procedure,
  meeting: m.event_kind_meeting,
  agreement: m.event_kind_agreement,
  external: m.event_kind_external,
  outcome: m.event_kind_outcome,
};

/** The kinds in the order of a form. Guarantee: `KINDS` has each of them and nothing else. */
export const EVENT_KINDS = Object.keys(KINDS) as EventKind[];

export const kindName = (kind: EventKind, locale: Locale): string => KINDS[kind]({}, { locale });

/** What was measured across an event, with its interval: `+6.2 (−0.1 to 12.5)`; null where nothing can be told. */
export function effectWords(effect: EventEffect, locale: Locale): string | null {
  if (effect.design === 'before-after') {
    if (effect.change === null) return null;
    const change = signed(effect.change, locale);
    return effect.ci
      ? m.effect_change({ change, low: points(effect.ci[0], locale), high: points(effect.ci[1], locale) }, { locale })
      : change;
  }
  if (effect.level === null || effect.slope === null) return null;
  return m.effect_segmented({ level: signed(effect.level, locale), slope: signed(effect.slope, locale) }, { locale });
}

/** The change of those whose agency took part beside the others', in points. */
export const attendanceWords = (sides: { attendees: number; others: number }, locale: Locale): string =>
  m.effect_attendance({ attendees: signed(sides.attendees, locale), others: signed(sides.others, locale) }, { locale });

interface Standout {
  group: ReleasedEvent;
  scale: string;
  change: number;
}

/** The before/after change on a readiness scale that is clear of chance and largest; null when none is. */
export function standout(release: ReleasedAnalysis, instrument: Instrument | null): Standout | null {
  const scales = new Set(readinessScales(instrument));
  const clear = release.events.flatMap((group) =>
    Object.entries(group.scales).flatMap(([scale, effect]): Standout[] => {
      if (!scales.has(scale) || effect.design !== 'before-after' || effect.change === null || !effect.ci) return [];
      return effect.ci[0] > 0 || effect.ci[1] < 0 ? [{ group, scale, change: effect.change }] : [];
    }),
  );
  return clear.reduce<Standout | null>(
    (most, one) => (most && Math.abs(most.change) >= Math.abs(one.change) ? most : one),
    null,
  );
}

/** The finding over the log; never says that anything was caused. */
export function logSentence(release: ReleasedAnalysis, instrument: Instrument | null, locale: Locale): string {
  if (release.context.events.length === 0) return m.log_empty({}, { locale });
  const measured = release.events.some(({ scales }) =>
    Object.values(scales).some((effect) => effectWords(effect, locale)),
  );
  if (!measured) return m.log_not_yet({}, { locale });
  const found = standout(release, instrument);
  if (!found) return m.log_nothing_clear({}, { locale });
  const titles = release.context.events
    .filter(({ event }) => found.group.events.includes(event))
    .map(({ title }) => m.log_quoted({ title }, { locale }));
  const words = {
    scale: factorName(instrument, found.scale, locale),
    change: signed(found.change, locale),
    events: list(titles, locale),
  };
  return titles.length <= 2 ? m.log_standout(words, { locale }) : m.log_standout_many(words, { locale });
}
