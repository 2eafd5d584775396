import type { PocketLife } from '@rapport/analytics/analysis';

export const pocketKey = (pocket: readonly string[]): string => [...pocket].sort().join('\n');

/** A, B, … Z, AA, AB, …: the nth letter of a pocket, from 0. */
export const letterAt = (place: number): string =>
  (place >= 26 ? letterAt(Math.floor(place / 26) - 1) : '') + String.fromCharCode(65 + (place % 26));

/**
 * Letters for the pockets of each wave, by `pocketKey`. A pocket keeps its letter for as long as it lives: what it grew or
 * merged into takes it over, of those it split into the first does; who is new gets the next letter.
 */
export function pocketLetters(life: PocketLife | undefined): Map<string, Map<string, string>> {
  const byWave = new Map<string, Map<string, string>>();
  let used = 0;
  let last = new Map<string, string>();
  for (const { to, pockets } of life?.steps ?? []) {
    const now = new Map<string, string>();
    for (const { before, after } of pockets) {
      const inherited = before.flatMap((pocket) => last.get(pocketKey(pocket)) ?? []);
      for (const pocket of after) now.set(pocketKey(pocket), inherited.shift() ?? letterAt(used++));
    }
    byWave.set(to, now);
    last = now;
  }
  return byWave;
}
