import { analyse } from '@rapport/analytics/analyse';
import { release, type ReleasedAnalysis } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import { releaseContext } from '@rapport/analytics/release/context';
import { readPanel, readRevision } from '@rapport/db/panel';
import { lastRelease } from '@rapport/db/releases';
import { closeOverdue } from './close.ts';
import type { Services } from './context.ts';

interface Kept {
  revision: number;
  released: ReleasedAnalysis;
}
const kept = new WeakMap<object, Map<string, Kept>>();

/**
 * The lead's release of a network: the figures as they were frozen at the last close, under the names, log, goals and
 * declarations of today. Before the first close it has no waves. Kept by the panel's revision.
 * @throws NotFound
 */
export async function leadsRelease(services: Services, network: string): Promise<ReleasedAnalysis> {
  const { db } = services;
  await closeOverdue(services, network);
  const revision = await readRevision(db, network);
  const ours = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, ours);
  const before = ours.get(network);
  if (before?.revision === revision) return before.released;
  const released = await today(services, network);
  ours.set(network, { revision, released });
  return released;
}

async function today({ db }: Services, network: string): Promise<ReleasedAnalysis> {
  const [{ panel }, frozen] = await Promise.all([readPanel(db, network), lastRelease(db, network, 'lead')]);
  if (!frozen) {
    const none = new Set<string>();
    return release(analyse(closedPanel(panel, none)), 'lead', { panel, closed: none, ledger: null }).release;
  }
  const closed = new Set(frozen.release.waves.map(({ wave }) => wave));
  return { ...frozen.release, context: releaseContext(panel, 'lead', closed) };
}
