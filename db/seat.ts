import { and, eq, gt, gte, isNull, lte, or } from 'drizzle-orm';
import { must, type Builder } from './atomic.ts';
import { dayIn } from './calendar.ts';
import { Conflict, NotFound, NotInWave, WaveClosed, WaveNotOpen } from './errors.ts';
import { getMember } from './members.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';
import { closingDay, closingInstant, waveState } from './wave-state.ts';
import { getWave } from './waves.ts';

/** One member in one wave of a network: what an invitation, a draft and a response belong to. */
export interface Seat {
  network: string;
  wave: string;
  member: string;
}

/**
 * A step that holds only while the wave is open at `now` and the member is in it. Put after a write that locks the
 * network's row, a close can't come between it and the write that it guards.
 */
export const mustBeOpen = (db: Db, tx: Builder, { network, wave, member }: Seat, timezone: string, now: Date) => {
  const { waves, members } = db.tables;
  const today = dayIn(timezone, now);
  return must(
    tx
      .select({ wave: waves.wave })
      .from(waves)
      .innerJoin(members, and(eq(members.network, waves.network), eq(members.member, member)))
      .where(
        and(
          eq(waves.network, network),
          eq(waves.wave, wave),
          isNull(waves.closedAt),
          lte(waves.opens, today),
          gte(waves.closes, today),
          lte(members.joined, waves.opens),
          or(isNull(members.left), gt(members.left, waves.opens)),
        ),
      ),
    () => new NotTaken(),
  );
};

/** `mustBeOpen` was missed; `whyNotTaken` says why. */
export class NotTaken extends Error {}

/** Why a seat takes no answers: NotFound, WaveNotOpen, WaveClosed or NotInWave. */
export async function whyNotTaken(db: Db, seat: Seat, now: Date): Promise<Error> {
  try {
    const [{ timezone }, wave] = await Promise.all([
      getNetwork(db, seat.network),
      getWave(db, seat.network, seat.wave),
    ]);
    const state = waveState(wave, timezone, now);
    if (state === 'closed')
      return new WaveClosed(seat.wave, closingInstant(wave, timezone), closingDay(wave, timezone));
    if (state === 'upcoming') return new WaveNotOpen(seat.wave, wave.opens);
    const member = await getMember(db, seat.network, seat.member);
    if (member.joined > wave.opens || (member.left !== null && member.left <= wave.opens))
      return new NotInWave(seat.member, seat.wave);
    return new Conflict('The wave was changed meanwhile.');
  } catch (error) {
    if (error instanceof NotFound) return error;
    throw error;
  }
}
