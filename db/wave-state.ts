import { dayIn, endOfDay } from './calendar.ts';

export type WaveState = 'upcoming' | 'open' | 'closed';

interface Dates {
  opens: string;
  closes: string;
  /** When it was closed early, or its close was stored. */
  closedAt?: Date | null;
}

/** Whether answers are taken: from the start of `opens` to the end of `closes` in the network's zone, unless closed early. */
export function waveState(wave: Dates, timezone: string, now: Date): WaveState {
  if (wave.closedAt) return 'closed';
  const today = dayIn(timezone, now);
  if (today < wave.opens) return 'upcoming';
  return today > wave.closes ? 'closed' : 'open';
}

/** When the wave closed or will close: the stored instant, else the end of its last day. */
export const closingInstant = (wave: Dates, timezone: string): Date => wave.closedAt ?? endOfDay(timezone, wave.closes);

/** The last day on which it took answers: its `closes`, or the day it was closed early. */
export const closingDay = (wave: Dates, timezone: string): string =>
  dayIn(timezone, new Date(closingInstant(wave, timezone).getTime() - 1));
