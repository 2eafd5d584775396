import { and, eq, gt, gte, isNull, lte, or } from 'drizzle-orm';
import { must } from './atomic.ts';
import { dayIn } from './calendar.ts';
import { Conflict, NotFound, NotInWave, WaveClosed, WaveNotOpen } from './errors.ts';
import { getMember } from './members.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';
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
export const mustBeOpen = ({ network, wave, member }: Seat, timezone: string, now: Date) =>
  must(openSeat({ network, wave, member, today: dayIn(timezone, now) }), () => new NotTaken());

/** Of a table by seat, in a prepared query: the columns of a new row, or with `ofSeat` the row of the seat given. */
export const givenSeat = (table: SeatTable, given: Given<Seat>) => ({
  network: given('network', table.network),
  wave: given('wave', table.wave),
  member: given('member', table.member),
});

type SeatTable = Db['tables'][
  'responses' | 'drafts' | 'submissionKeys' | 'consents' | 'invitations' | 'surveySessions'];
export const ofSeat = (table: SeatTable, { network, wave, member }: Seat | ReturnType<typeof givenSeat>) => [
  eq(table.network, network),
  eq(table.wave, wave),
  eq(table.member, member),
];

const openSeat = prepared(({ tables: { waves, members } }, tx, given: Given<Seat & { today: string }>) =>
  tx
    .select({ wave: waves.wave })
    .from(waves)
    .innerJoin(members, and(eq(members.network, waves.network), eq(members.member, given('member', members.member))))
    .where(
      and(
        eq(waves.network, given('network', waves.network)),
        eq(waves.wave, given('wave', waves.wave)),
        isNull(waves.closedAt),
        lte(waves.opens, given('today', waves.opens)),
        gte(waves.closes, given('today', waves.closes)),
        lte(members.joined, waves.opens),
        or(isNull(members.left), gt(members.left, waves.opens)),
      ),
    ),
);

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
