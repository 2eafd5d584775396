import type { Analysis } from '../analysis.ts';
import { tooFew } from './cell-size.ts';
import type { At } from './form.ts';
import type { Ledger } from './ledger.ts';
import type { CurrentWave, Snapshot } from './snapshot.ts';

/** What this release has to work out anew, and on which states of the waves; all else goes out as it did before. */
export interface Plan {
  /** Snapshots by the waves' places in the ledger, today's among them. */
  snapshots: Snapshot[][];
  /** Ids of the waves in the ledger's order, new ones last. */
  order: string[];
  /** Today's state of each wave. */
  today: Map<string, At>;
  current: Map<string, CurrentWave>;
  /** Waves closed since the last release. */
  fresh: ReadonlySet<string>;
  /** Waves whose corrections are enough people's to enter, unless the audit objects. */
  corrected: ReadonlySet<string>;
}

/**
 * Compares the closed waves with the ledger. A wave's figures stay as they were frozen until at least `minimumCell` members of
 * three organisations have changed what they said (or were withdrawn, erased, added), or the method has a new version.
 */
export function planRelease(
  analysis: Pick<Analysis, 'method' | 'waves'>,
  ledger: Ledger,
  waves: readonly CurrentWave[],
  minimumCell: number,
): Plan {
  const order = ledger.waves.map(({ wave }) => wave);
  const snapshots = ledger.waves.map((wave) => [...wave.snapshots]);
  const current = new Map(waves.map((wave) => [wave.wave, wave]));
  const today = new Map<string, At>();
  const fresh = new Set<string>();
  const corrected = new Set<string>();
  for (const { wave } of analysis.waves) {
    const now = current.get(wave)?.snapshot;
    if (now === undefined) continue;
    let place = order.indexOf(wave);
    if (place === -1) {
      place = order.push(wave) - 1;
      snapshots.push([]);
      fresh.add(wave);
    }
    const states = snapshots[place] ?? [];
    const frozen = states[ledger.waves[place]?.state ?? -1];
    if (frozen !== undefined && enters(frozen, now, minimumCell, ledger.method !== analysis.method))
      corrected.add(wave);
    today.set(wave, [place, stateOf(now, states)]);
  }
  return { snapshots, order, today, current, fresh, corrected };
}

function enters(frozen: Snapshot, now: Snapshot, minimumCell: number, newMethod: boolean): boolean {
  const changed = changedMembers(frozen, now);
  if (newMethod) return true;
  return (
    changed.length > 0 && tooFew(changed.length, new Set(changed.map(([, home]) => home)).size, minimumCell) === null
  );
}

/** Members whose part differs between two states of a wave, with their organisation. */
function changedMembers(before: Snapshot, after: Snapshot): [member: string, organisation: string][] {
  const prints = printsOf(before);
  const now = printsOf(after);
  return [before, after].flatMap((snapshot, which) =>
    snapshot.members.flatMap((member, place): [string, string][] => {
      const gone = which === 0 && !now.has(member);
      const different = which === 1 && prints.get(member) !== now.get(member);
      return gone || different ? [[member, snapshot.organisations[snapshot.home[place] ?? 0] ?? '']] : [];
    }),
  );
}

const printsOf = ({ members, prints }: Snapshot): Map<string, string> =>
  new Map(members.map((member, place) => [member, prints[place] ?? '']));

/** The place of `now` among a wave's states; added, with its members' states counted, when it is none of them. */
function stateOf(now: Snapshot, states: Snapshot[]): number {
  const same = states.findIndex(
    (state) => state.members.join('\n') === now.members.join('\n') && state.prints.join() === now.prints.join(),
  );
  if (same >= 0) return same;
  const known = new Map<string, Map<string, number>>();
  for (const { members, prints, states: counts } of states)
    members.forEach((member, place) => {
      const own = known.get(member) ?? new Map<string, number>();
      known.set(member, own.set(prints[place] ?? '', counts[place] ?? 0));
    });
  const counted = now.members.map((member, place) => {
    const own = known.get(member);
    return own?.get(now.prints[place] ?? '') ?? (own === undefined ? 0 : Math.max(...own.values()) + 1);
  });
  return states.push({ ...now, states: counted }) - 1;
}
