import type { SuppressionReason } from './suppression.ts';

/**
 * A figure that can be offered for release: what is linear in members' scores, with the se and interval that travel with it.
 * `within` is the paired change; a trend is `within` members or of the `mixed` model. `events` are the ids of a log entry's events.
 */
export type Figure =
  | { kind: 'level'; wave: string; scale: string }
  | { kind: 'facet'; wave: string; scale: string; facet: string }
  | { kind: 'trend'; scale: string; model: 'within' | 'mixed' }
  | { kind: 'change'; from: string; to: string; scale: string; part: 'within' | 'total' | 'entry' | 'exit' }
  | {
      kind: 'pocket';
      wave: string;
      scale: string;
      question: string;
      level: number;
      pocket: number;
      part: 'pocket' | 'rest';
    }
  | { kind: 'segmented'; key: string; effect: 'level' | 'slope' }
  | { kind: 'attendance'; key: string; side: 'attendees' | 'others' };

/** Why a figure stays back; null when it goes out. */
export type Gate = (figure: Figure) => SuppressionReason | null;

/** One text for each figure, whatever the order of its properties. */
export const figureKey = (figure: Figure): string =>
  Object.entries(figure)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([property, value]) => `${property}=${value}`)
    .join('/');
