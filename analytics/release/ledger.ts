import type { EventEffect, PocketLife } from '../analysis.ts';
import type {
  Attendance,
  ReleasedScaleChange,
  ReleasedTieQuestion,
  ReleasedTrend,
  ReleasedWave,
} from './released-analysis.ts';
import type { ScaleLedger } from './scale-audit.ts';
import type { Snapshot } from './snapshot.ts';
import type { Suppression } from './suppression.ts';

/** A part of a release as it went out, with what was held back in it; paths start where the part does. */
export interface Frozen<T> {
  view: T;
  held: Suppression[];
}

/** Ratings by name in few characters: a row per rater, a character per rated, from '0' on; '.' is missing. */
export interface PackedRatings {
  organisations: string[];
  rows: string[];
}

export type Segmented = Extract<EventEffect, { design: 'segmented' }>;

export type FrozenQuestion = Omit<ReleasedTieQuestion, 'ratings'> & { ratings: PackedRatings };
export type FrozenWave = Omit<ReleasedWave, 'network' | 'texts'> & {
  network: Record<string, FrozenQuestion> | null;
  /** Fingerprints of the open answers that went out, by question; null where they were held back. Never the answers. */
  texts: Record<string, string[] | null>;
};

export interface LedgerWave {
  wave: string;
  /** Which of `snapshots` the frozen figures were made from. */
  state: number;
  /** Every state of the wave that a released figure rests on. */
  snapshots: Snapshot[];
  frozen: Frozen<FrozenWave>;
}

/**
 * What has already gone out to one audience: kept beside the frozen releases, never sent anywhere. Plain JSON. It holds who
 * responded to how many items and which figures went out, but no answer, no score and no text.
 */
export interface Ledger {
  version: 1;
  /** Version of the method that made the frozen figures. */
  method: string;
  waves: LedgerWave[];
  scales: Record<string, ScaleLedger>;
  changes: { from: string; to: string; frozen: Frozen<Record<string, ReleasedScaleChange>> }[];
  /** `through` are the waves that the trends span. */
  trends: {
    through: string[];
    frozen: Frozen<Record<string, ReleasedTrend | null>>;
    lives: Record<string, PocketLife[]>;
  } | null;
  /** Segmented effects of events, and changes of those who attended, by what they were made from; null was held back. */
  effects: Record<string, { segmented: Segmented | null } | { attendance: Attendance | null }>;
}

export const emptyLedger = (method: string): Ledger => ({
  version: 1,
  method,
  waves: [],
  scales: {},
  changes: [],
  trends: null,
  effects: {},
});

/**
 * The ledger without a member's id, for erasure: what was released stays accounted for under `pseudonym`, which must be new.
 * Ids of people across moves are replaced likewise.
 */
export function forgetMember(ledger: Ledger, member: string, pseudonym: string): Ledger {
  const rename = (id: string): string => (id === member ? pseudonym : id);
  return {
    ...ledger,
    waves: ledger.waves.map((wave) => ({
      ...wave,
      snapshots: wave.snapshots.map((snapshot) => ({
        ...snapshot,
        members: snapshot.members.map(rename),
        persons: Object.fromEntries(Object.entries(snapshot.persons).map(([place, person]) => [place, rename(person)])),
        prints: snapshot.prints.map((print, place) => (snapshot.members[place] === member ? '' : print)),
      })),
    })),
  };
}

const FIRST = '0'.charCodeAt(0);

export function packRatings(ratings: ReleasedTieQuestion['ratings']): PackedRatings {
  const organisations = [...new Set(ratings.flatMap(({ from, to }) => [from, to]))].sort();
  const at = new Map(organisations.map((organisation, place) => [organisation, place]));
  const rows = organisations.map(() => new Array<string>(organisations.length).fill('.'));
  for (const { from, to, value } of ratings) {
    const row = rows[at.get(from) ?? 0];
    if (row) row[at.get(to) ?? 0] = String.fromCharCode(FIRST + value);
  }
  return { organisations, rows: rows.map((row) => row.join('')) };
}

export const unpackRatings = ({ organisations, rows }: PackedRatings): ReleasedTieQuestion['ratings'] =>
  rows.flatMap((row, r) =>
    [...row].flatMap((cell, c) =>
      cell === '.'
        ? []
        : [{ from: organisations[r] ?? '', to: organisations[c] ?? '', value: cell.charCodeAt(0) - FIRST }],
    ),
  );
