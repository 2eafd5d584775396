import type { Db } from '@rapport/db/open';
import { medianSecondsTaken } from '@rapport/db/time-taken';

const KEPT_MS = 60_000;
interface Kept {
  until: number;
  seconds: number | null;
}
const kept = new WeakMap<Db, Map<string, Kept>>();

/**
 * How long members of a network usually take, in seconds; null while too few are known. It rests on every response of the
 * network, and hundreds may open their form in the same minute: for so long it stays as it was found.
 */
export async function usualTime(db: Db, network: string, now: Date): Promise<number | null> {
  const ofNetworks = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, ofNetworks);
  const known = ofNetworks.get(network);
  if (known && known.until > now.getTime()) return known.seconds;
  const seconds = await medianSecondsTaken(db, network);
  ofNetworks.set(network, { until: now.getTime() + KEPT_MS, seconds });
  return seconds;
}
