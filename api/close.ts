import type { By } from '@rapport/db/audit';
import { getNetwork } from '@rapport/db/networks';
import { listReleases } from '@rapport/db/releases';
import { waveState } from '@rapport/db/wave-state';
import { closeWave, getWave, listWaves, type WaveRow } from '@rapport/db/waves';
import type { Services } from './context.ts';
import { AUDIENCES, hasFigures, type FreezeTask } from './freeze.ts';
import { heavy } from './heavy/heavy.ts';

type Closing = Pick<Services, 'db' | 'threadsOn' | 'clock' | 'log'>;

/** Who closes a wave whose last day is over. */
const CALENDAR = 'calendar';

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
    await freeze(services, { network, wave, by });
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
  if (last && !hasFigures(frozen, waves, last)) await freeze(services, { network, wave: last.wave, by });
}

async function freeze(services: Closing, task: FreezeTask): Promise<void> {
  const started = services.clock().getTime();
  if (!(await heavy(services, 'freeze', task))) return;
  const { network, wave } = task;
  services.log.info({ network, wave, ms: services.clock().getTime() - started }, 'figures frozen');
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
