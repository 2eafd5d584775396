import { compareDrafts, sameDraft, type Comparison } from './compare-drafts.ts';
import type { Draft } from './form.ts';

export interface Versioned {
  version: number;
  draft: Draft;
}

export interface Theirs extends Versioned {
  hidden?: boolean;
}

/**
 * `saved`: the server has acknowledged everything. `unsaved`: waiting for the pause in typing. `saving`: on its way.
 * `unreachable`: kept on this device until the server answers. `behind`: another device saved first, the member has to choose.
 * `closed` and `signed-out`: the server no longer takes answers from here.
 */
export type SyncStatus = 'saved' | 'unsaved' | 'saving' | 'unreachable' | 'behind' | 'closed' | 'signed-out';

export interface Sync {
  status: SyncStatus;
  /** What the member sees. */
  draft: Draft;
  /** What the server last acknowledged, and under which version. */
  base: Draft;
  version: number;
  /** On its way now. */
  sent: Draft | null;
  /** Sent without a reply: each of these may have arrived. */
  unconfirmed: Draft[];
  /** The other device's draft while the member has to choose; hidden where this link may not read it. */
  theirs: Theirs | null;
}

/** From what the server has, and what this device kept from an earlier visit because it was never acknowledged. */
export function startSync(server: Versioned, kept: (Versioned & { base: Draft; unconfirmed: Draft[] }) | null): Sync {
  const fresh: Sync = {
    status: 'saved',
    draft: server.draft,
    base: server.draft,
    version: server.version,
    sent: null,
    unconfirmed: [],
    theirs: null,
  };
  if (!kept || sameDraft(kept.draft, server.draft)) return fresh;
  const resumed: Sync = {
    ...fresh,
    status: 'unsaved',
    draft: kept.draft,
    base: kept.base,
    version: kept.version,
    unconfirmed: kept.unconfirmed,
  };
  return kept.version === server.version ? resumed : overtaken(resumed, server);
}

/** The member changed something. While a choice is open, the change waits with the rest. */
export function edited(sync: Sync, draft: Draft): Sync {
  const status = sync.status === 'saved' ? 'unsaved' : sync.status;
  return { ...sync, draft, status };
}

/** The draft goes out now. Null when there is nothing to send, or nothing may be sent. */
export function sending(sync: Sync): Sync | null {
  if (sync.status !== 'unsaved' && sync.status !== 'unreachable') return null;
  return { ...sync, status: 'saving', sent: sync.draft };
}

/** The server has it under `version`; what was changed meanwhile is still to be sent. */
export function acknowledged(sync: Sync, version: number): Sync {
  const base = sync.sent ?? sync.base;
  const status = sameDraft(base, sync.draft) ? 'saved' : 'unsaved';
  return { ...sync, status, base, version, sent: null, unconfirmed: [], theirs: null };
}

/** No reply, or a passing fault of the server: it may have arrived or not. */
export function unreachable(sync: Sync): Sync {
  const unconfirmed = sync.sent ? [...sync.unconfirmed, sync.sent].slice(-10) : sync.unconfirmed;
  return { ...sync, status: 'unreachable', sent: null, unconfirmed };
}

/**
 * The server is ahead with `theirs`. If that is only our own draft whose reply was lost, or holds nothing that is not here already,
 * saving simply goes on from its version; else the member has to choose.
 */
export function overtaken(sync: Sync, theirs: Theirs): Sync {
  if (theirs.hidden) return { ...sync, status: 'behind', sent: null, theirs };
  const ours = [...sync.unconfirmed, ...(sync.sent ? [sync.sent] : [])].some((draft) => sameDraft(draft, theirs.draft));
  const { disputed, fromTheirs } = compareDrafts(sync.base, sync.draft, theirs.draft);
  if (ours || disputed.length + fromTheirs.length === 0) {
    const status = sameDraft(theirs.draft, sync.draft) ? 'saved' : 'unsaved';
    const { version, draft: base } = theirs;
    return { ...sync, status, base, version, sent: null, unconfirmed: [], theirs: null };
  }
  return { ...sync, status: 'behind', sent: null, theirs };
}

/** What differs between the devices; null when there is nothing to choose. With a hidden draft there is only this device's. */
export function openChoice({ theirs, base, draft }: Sync): Comparison | null {
  if (!theirs) return null;
  if (theirs.hidden) return { disputed: [], fromTheirs: [], preferMine: draft, preferTheirs: draft };
  return compareDrafts(base, draft, theirs.draft);
}

/** The member has chosen `draft`: it goes out on top of the other device's version. */
export function chosen(sync: Sync, draft: Draft): Sync {
  if (!sync.theirs) return sync;
  const { version, draft: base, hidden } = sync.theirs;
  const status = !hidden && sameDraft(base, draft) ? 'saved' : 'unsaved';
  return { ...sync, status, draft, base, version, unconfirmed: [], theirs: null };
}

/** The server takes no more answers from here: the wave is closed, or the cookie is gone. Nothing is thrown away. */
export const refused = (sync: Sync, status: 'closed' | 'signed-out'): Sync => ({ ...sync, status, sent: null });

/** What this device has to keep: nothing once all is acknowledged. */
export function toKeep(sync: Sync): (Versioned & { base: Draft; unconfirmed: Draft[] }) | null {
  if (sameDraft(sync.draft, sync.base)) return null;
  const unconfirmed = sync.sent ? [...sync.unconfirmed, sync.sent] : sync.unconfirmed;
  return { version: sync.version, draft: sync.draft, base: sync.base, unconfirmed };
}
