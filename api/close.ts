import { analyse } from '@rapport/analytics/analyse';
import { METHOD } from '@rapport/analytics/method';
import { release, type Audience } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import type { By } from '@rapport/db/audit';
import { Conflict, ErasedMeanwhile } from '@rapport/db/errors';
import { getNetwork } from '@rapport/db/networks';
import { readPanel } from '@rapport/db/panel';
import { freezeRelease, lastRelease, listReleases } from '@rapport/db/releases';
import { waveState } from '@rapport/db/wave-state';
import { closeWave, getWave, listWaves, type WaveRow } from '@rapport/db/waves';
import type { Services } from './context.ts';

type Closing = Pick<Services, 'db' | 'clock' | 'log'>;

const AUDIENCES: readonly Audience[] = ['lead', 'funder'];
/** Who closes a wave whose last day is over. */
const CALENDAR = 'calendar';
/** People are erased by themselves, one by one, or by the night's retention. */
const MOST_TRIES = 25;

/**
 * Closes a wave now, or finds it closed, and freezes its figures for leads and funders; gives when it closed. Once both are
 * done, calling it again changes nothing; a process that died in between is caught up with.
 * @throws NotFound; WaveNotOpen before its first day
 */
export async function closeAndFreeze(services: Closing, network: string, wave: string, by: By): Promise<Date> {
  const { opens } = await getWave(services.db, network, wave);
  return oneAtATime(network, async () => {
    await catchUp(services, network, opens);
    const closed = await closeWave(services.db, network, wave, by);
    await freezeThrough(services, network, wave, by);
    return closed;
  });
}

/** The waves of a network, those whose last day is over closed and their figures frozen. */
export async function listWavesUpToDate(services: Closing, network: string): Promise<WaveRow[]> {
  await closeOverdue(services, network);
  return listWaves(services.db, network);
}

/**
 * Closes every wave of the network whose last day is over. Several at once, as after an import, are frozen as one release:
 * nobody was given anything in between.
 */
export function closeOverdue(services: Closing, network: string): Promise<void> {
  return oneAtATime(network, () => catchUp(services, network, null));
}

/** `before`: only waves that open earlier than this day. */
async function catchUp(services: Closing, network: string, before: string | null): Promise<void> {
  const { db, clock } = services;
  const by = { actor: CALENDAR, now: clock() };
  const [{ timezone }, waves, frozen] = await Promise.all([
    getNetwork(db, network),
    listWaves(db, network),
    Promise.all(AUDIENCES.map((audience) => listReleases(db, network, audience))),
  ]);
  const over = waves.filter(
    (wave) => waveState(wave, timezone, by.now) === 'closed' && (before === null || wave.opens < before),
  );
  for (const wave of over) if (!wave.closedAt) await closeWave(db, network, wave.wave, by);
  const last = over.at(-1);
  if (last && !hasFigures(frozen, waves, last)) await freezeThrough(services, network, last.wave, by);
}

// A wave before the last released one has its figures, or stays out of them: what was released doesn't change.
function hasFigures(
  releases: { wave: string }[][],
  waves: { wave: string; opens: string }[],
  { opens }: { opens: string },
) {
  const opening = new Map(waves.map((wave) => [wave.wave, wave.opens]));
  return releases.every((of) => of.some(({ wave }) => (opening.get(wave) ?? '') >= opens));
}

/** Freezes the figures of all waves up to `wave`; anew without whoever was erased while they were computed. */
async function freezeThrough(services: Closing, network: string, wave: string, by: By): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await freezeOnce(services, network, wave, by);
    } catch (error) {
      if (!(error instanceof ErasedMeanwhile) || tries === MOST_TRIES) throw error;
    }
  }
}

/** Freezes them for each audience that does not have them yet. @throws ErasedMeanwhile */
async function freezeOnce({ db, clock, log }: Closing, network: string, wave: string, by: By): Promise<void> {
  const started = clock().getTime();
  const [{ opens }, frozenBefore] = await Promise.all([
    getWave(db, network, wave),
    Promise.all(AUDIENCES.map((audience) => listReleases(db, network, audience))),
  ]);
  if (hasFigures(frozenBefore, await listWaves(db, network), { opens })) return;
  const { panel, erasures } = await readPanel(db, network);
  const closed = new Set(panel.waves.filter((row) => row.opens <= opens).map((row) => row.wave));
  const analysis = analyse(closedPanel(panel, closed));
  for (const audience of AUDIENCES) {
    const [last, frozen] = await Promise.all([lastRelease(db, network, audience), listReleases(db, network, audience)]);
    if (hasFigures([frozen], panel.waves, { opens })) continue;
    const made = release(analysis, audience, { panel, closed, ledger: last?.ledger ?? null });
    const sequence = (last?.sequence ?? 0) + 1;
    await freezeRelease(db, { network, audience, sequence, wave, ...made, methodVersion: METHOD, erasures }, by).catch(
      (error: unknown) => {
        // Another process froze the same close first; its figures are these.
        if (!(error instanceof Conflict) || error instanceof ErasedMeanwhile) throw error;
      },
    );
  }
  log.info({ network, wave, ms: clock().getTime() - started }, 'figures frozen');
}

const running = new Map<string, Promise<unknown>>();

/** Closings of one network in this process wait for each other, so that none analyses what another just has. */
function oneAtATime<T>(network: string, work: () => Promise<T>): Promise<T> {
  const turn = (running.get(network) ?? Promise.resolve()).then(work, work);
  running.set(network, turn);
  const done = () => {
    if (running.get(network) === turn) running.delete(network);
  };
  turn.then(done, done);
  return turn;
}
