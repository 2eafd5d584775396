import { randomUUID } from 'node:crypto';
import { closingDay, closingInstant, waveState } from '@rapport/db/wave-state';
import { NotInWave, WaveClosed, WaveNotOpen } from '@rapport/db/errors';
import { listWaveJobs, queueJobs, type JobRow, type NewJob } from '@rapport/db/jobs';
import { getNetwork } from '@rapport/db/networks';
import { listRecipients, type Recipient } from '@rapport/db/recipients';
import type { Seat } from '@rapport/db/seat';
import { getWave } from '@rapport/db/waves';
import type { Services } from '../context.ts';
import { morningOf } from './reminder-days.ts';
import type { SeatMail } from './seat-letters.ts';

/** Marks a wave to which a lead has invited everybody: who is added later is invited too. */
export const EVERYBODY = 'mail.everybody';

type Queueing = Pick<Services, 'db' | 'clock'>;

/** Why a member gets no mail: no address, asked for none, or the address refuses it. */
export type NotMailed = { member: string; reason: 'no-address' | 'opt-out' | 'bounce' };

/**
 * Queues a mail to the members named, or to everybody who has not had one, with a link to a wave: at once while it is open, on
 * the morning of its opening before. A mail that waits already is not queued again.
 *
 * @throws NotFound; WaveClosed; NotInWave for the first member named who isn't in the wave.
 */
export async function queueInvitations(
  services: Queueing,
  network: string,
  wave: string,
  named?: readonly string[],
): Promise<{ queued: number; notMailed: NotMailed[] }> {
  const { people, runAt } = await invited(services, network, wave, named);
  const jobs = await listWaveJobs(services.db, network, wave, ['mail.invitation', EVERYBODY]);
  const had = new Set(jobs.flatMap(({ member, outcome }) => (member !== null && outcome === 'sent' ? [member] : [])));
  const wanted = named ? people : people.filter(({ member }) => !had.has(member));
  const mails = mailable(wanted).map(({ member }) =>
    seatJob('mail.invitation', { network, wave, member }, runAt, jobs),
  );
  const marked =
    named || jobs.some(({ kind }) => kind === EVERYBODY) ? [] : [everybody(network, wave, services.clock())];
  const queued = await queueJobs(services.db, [...marked, ...mails], services.clock());
  return { queued: queued - marked.length, notMailed: notMailed(wanted) };
}

/** Queues invitations to members who came to a wave after everybody in it was invited. */
export async function queueNewcomers({ db, clock }: Queueing, network: string, wave: string): Promise<number> {
  const jobs = await listWaveJobs(db, network, wave, ['mail.invitation', EVERYBODY]);
  if (!jobs.some(({ kind }) => kind === EVERYBODY)) return 0;
  const known = new Set(jobs.map(({ member }) => member));
  const people = (await listRecipients(db, network, wave)).filter(({ member }) => !known.has(member));
  const mails = mailable(people).map(({ member }) =>
    seatJob('mail.invitation', { network, wave, member }, clock(), jobs),
  );
  return mails.length === 0 ? 0 : queueJobs(db, mails, clock());
}

/**
 * Queues a reminder to those of a wave who have not submitted, and only them; `members` narrows it down.
 *
 * @throws NotFound; WaveClosed; WaveNotOpen; NotInWave
 */
export async function queueReminders(
  services: Queueing,
  network: string,
  wave: string,
  named?: readonly string[],
): Promise<{ queued: number; notMailed: NotMailed[] }> {
  const { people, opens, state } = await invited(services, network, wave, named);
  if (state === 'upcoming') throw new WaveNotOpen(wave, opens);
  const missing = people.filter(({ answered }) => !answered);
  const jobs = (await listWaveJobs(services.db, network, wave, ['mail.reminder'])).filter(byHand);
  const mails = mailable(missing).map(({ member }) =>
    seatJob('mail.reminder', { network, wave, member }, services.clock(), jobs),
  );
  return { queued: await queueJobs(services.db, mails, services.clock()), notMailed: notMailed(missing) };
}

/** Queues the reminder of a day to the members named, once however often it is asked for. */
export async function queueDayReminders(
  { db, clock }: Queueing,
  network: string,
  wave: string,
  day: string,
  members: readonly string[],
): Promise<number> {
  const mails = members.map((member) => ({
    ...aboutSeat('mail.reminder', { network, wave, member }, clock()),
    payload: { day },
    uniqueKey: JSON.stringify(['mail.reminder', network, wave, member, day]),
  }));
  return mails.length === 0 ? 0 : queueJobs(db, mails, clock());
}

/** Queues the thank-you for a submission, one for each member and wave. */
export async function queueThanks({ db, clock }: Queueing, network: string, wave: string, members: readonly string[]) {
  const mails = members.map((member) => seatJob('mail.thanks', { network, wave, member }, clock(), []));
  return mails.length === 0 ? 0 : queueJobs(db, mails, clock());
}

async function invited({ db, clock }: Queueing, network: string, wave: string, named?: readonly string[]) {
  const [{ timezone }, dates] = await Promise.all([getNetwork(db, network), getWave(db, network, wave)]);
  const state = waveState(dates, timezone, clock());
  if (state === 'closed') throw new WaveClosed(wave, closingInstant(dates, timezone), closingDay(dates, timezone));
  const all = await listRecipients(db, network, wave);
  const known = new Set(all.map(({ member }) => member));
  const missing = named?.find((member) => !known.has(member));
  if (missing !== undefined) throw new NotInWave(missing, wave);
  const people = named ? all.filter(({ member }) => named.includes(member)) : all;
  const runAt = state === 'upcoming' ? morningOf(timezone, dates.opens) : clock();
  return { people, runAt, state, opens: dates.opens };
}

const mailable = (people: Recipient[]) => people.filter(({ email, suppressed }) => email !== null && !suppressed);

const notMailed = (people: Recipient[]): NotMailed[] =>
  people.flatMap(({ member, email, suppressed }): NotMailed[] => {
    if (suppressed) return [{ member, reason: suppressed.kind }];
    return email === null ? [{ member, reason: 'no-address' }] : [];
  });

const byHand = ({ payload }: JobRow) => !('day' in payload);

const aboutSeat = (kind: SeatMail, seat: Seat, runAt: Date): NewJob => ({
  job: randomUUID(),
  kind,
  payload: {},
  runAt,
  ...seat,
});

/** Keyed by how many of its kind the member has had, so that asking twice queues one and asking later another. */
function seatJob(kind: SeatMail, seat: Seat, runAt: Date, earlier: readonly JobRow[]): NewJob {
  const over = earlier.filter((row) => row.kind === kind && row.member === seat.member && (row.doneAt ?? row.failedAt));
  const uniqueKey = JSON.stringify([kind, seat.network, seat.wave, seat.member, over.length + 1]);
  return { ...aboutSeat(kind, seat, runAt), uniqueKey };
}

const everybody = (network: string, wave: string, now: Date): NewJob => ({
  job: randomUUID(),
  kind: EVERYBODY,
  payload: {},
  runAt: now,
  doneAt: now,
  network,
  wave,
  uniqueKey: JSON.stringify([EVERYBODY, network, wave]),
});
