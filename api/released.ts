import { analyse } from '@rapport/analytics/analyse';
import { release, type Release, type ReleasedAnalysis } from '@rapport/analytics/release';
import { asItStood } from '@rapport/analytics/release/as-it-stood';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import { releaseContext } from '@rapport/analytics/release/context';
import { underTodaysLog } from '@rapport/analytics/release/todays-log';
import { NotFound } from '@rapport/db/errors';
import { readPanelOutline, readRevision } from '@rapport/db/panel';
import { listReleases, readRelease } from '@rapport/db/releases';
import { closeOverdue } from './close.ts';
import type { Services } from './context.ts';

interface Kept {
  /** Number of the frozen release, 0 before the first. */
  sequence: number;
  frozen: Promise<Release | null>;
  revision: number;
  released: Promise<ReleasedAnalysis>;
}
const kept = new WeakMap<object, Map<string, Kept>>();

/**
 * The lead's release of a network: the figures as they were frozen at the last close, under the names, log, goals and
 * declarations of today. Before the first close it has no waves. Kept by the panel's revision, and put together once for all who
 * ask meanwhile; an answer to the open wave raises that, and then only names and log are read again.
 * @throws NotFound
 */
export async function leadsRelease(services: Services, network: string): Promise<ReleasedAnalysis> {
  const { db } = services;
  await closeOverdue(services, network);
  const [revision, releases] = await Promise.all([readRevision(db, network), listReleases(db, network, 'lead')]);
  const sequence = releases.at(-1)?.sequence ?? 0;
  const ours = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, ours);
  const before = ours.get(network);
  if (before?.revision === revision && before.sequence === sequence) return before.released;
  const frozen = before?.sequence === sequence ? before.frozen : readRelease(db, network, 'lead', sequence);
  const released = frozen.then((figures) => today(services, network, figures));
  const entry = { sequence, frozen, revision, released };
  ours.set(network, entry);
  // What failed is not kept.
  released.catch(() => ours.get(network) === entry && ours.delete(network));
  return released;
}

/**
 * The lead's release as it stood after one of its waves: what was frozen at that wave's close, names and log of then with it;
 * for waves that were frozen together, the later release as far as that wave.
 * @throws NotFound when no wave of that id is released
 */
export async function leadsReleaseAfter(
  services: Services,
  network: string,
  wave: string,
): Promise<{ release: ReleasedAnalysis; frozenThen: boolean }> {
  const latest = await leadsRelease(services, network);
  const releases = await listReleases(services.db, network, 'lead');
  const then = releases.findLast((one) => one.wave === wave);
  const frozen = then && (await readRelease(services.db, network, 'lead', then.sequence));
  if (frozen) return { release: frozen, frozenThen: true };
  const cut = asItStood(latest, wave);
  if (!cut) throw new NotFound('closed wave', wave);
  return { release: cut, frozenThen: false };
}

async function today({ db }: Services, network: string, frozen: Release | null): Promise<ReleasedAnalysis> {
  const { panel } = await readPanelOutline(db, network);
  if (!frozen) {
    const none = new Set<string>();
    return release(analyse(closedPanel(panel, none)), 'lead', { panel, closed: none, ledger: null }).release;
  }
  const closed = new Set(frozen.waves.map(({ wave }) => wave));
  return underTodaysLog(frozen, releaseContext(panel, 'lead', closed));
}
