import type { ReleasedAnalysis, ReleasedEvent } from '@rapport/analytics/release/released-analysis';
import { numberedLog } from './trend-data.ts';

type Entry = ReturnType<typeof numberedLog>[number];

/** The log as it was measured: entries between the same two waves share one figure; some lie before the first wave, some after the last. */
export interface LogGroups {
  measured: (ReleasedEvent & { entries: Entry[] })[];
  before: Entry[];
  after: Entry[];
}

export function logGroups(release: ReleasedAnalysis): LogGroups {
  const log = numberedLog(release);
  const measured = release.events.map((group) => ({
    ...group,
    entries: log.filter(({ event }) => group.events.includes(event)),
  }));
  const seen = new Set(measured.flatMap(({ events }) => events));
  const others = log.filter(({ event }) => !seen.has(event));
  const first = release.context.waves[0]?.opens ?? '';
  return {
    measured: measured.filter(({ entries }) => entries.length > 0),
    before: others.filter(({ starts }) => starts <= first),
    after: others.filter(({ starts }) => starts > first),
  };
}

/** How many agencies took part in an entry, as far as this audience may know. */
export const tookPart = (release: ReleasedAnalysis, event: string): number =>
  release.context.event_organisations.filter((row) => row.event === event).length;

/** The goals that the network agreed on, the earliest first. */
export const goalsInOrder = (release: ReleasedAnalysis): ReleasedAnalysis['context']['goals'] =>
  [...release.context.goals].sort((a, b) => (a.from < b.from ? -1 : 1));
