import { createHmac, randomInt } from 'node:crypto';
import { keepAccessCode } from '@rapport/db/access-codes';
import { BrokenReference, NotFound, NotInWave, WaveClosed } from '@rapport/db/errors';
import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import type { JobRow } from '@rapport/db/jobs';
import { createMailLinks } from '@rapport/db/mail-links';
import { getNetwork } from '@rapport/db/networks';
import { listRecipients, type Recipient } from '@rapport/db/recipients';
import { readResponse } from '@rapport/db/responses';
import type { Seat } from '@rapport/db/seat';
import { recordBounce } from '@rapport/db/suppressions';
import { closingDay, waveState } from '@rapport/db/wave-state';
import { getWave } from '@rapport/db/waves';
import type { Services } from '../context.ts';
import type { JobHandlers, JobResult } from '../jobs/run.ts';
import { newToken } from '../sessions.ts';
import { DeliveryFault } from './delivery-fault.ts';
import { mailLanguage } from './language.ts';
import { layOut, type Letter } from './letter.ts';
import { mailDomain, type Mailer } from './mailer.ts';
import { morningOf } from './reminder-days.ts';
import { codeLetter, SEAT_MAILS, seatLetter, type SeatMail } from './seat-letters.ts';

type Delivering = Pick<Services, 'db' | 'config' | 'clock' | 'secret'>;

/** The job of mailing a code; its payload names the session that asked for it. */
export const CODE_MAIL = 'mail.code';
export const CODE_MINUTES = 15;
const CODE_TRIES = 5;
/** Who mints links and notes bounces, in the audit. */
const ACTOR = 'mail';

/** What sends the mails of jobs. Each mints its own tokens when it is sent; only their hashes are kept, and no job has one. */
export function mailHandlers(services: Delivering, mailer: Mailer): JobHandlers {
  const seatMails = SEAT_MAILS.map(
    (kind) => [kind, (job: JobRow) => deliverSeatMail(services, mailer, kind, job)] as const,
  );
  return { ...Object.fromEntries(seatMails), [CODE_MAIL]: (job: JobRow) => deliverCode(services, mailer, job) };
}

/** The keyed hash under which a session's code is kept: eight digits alone would be found by trying all. */
export const codeHash = (secret: string, session: string, code: string): string =>
  createHmac('sha256', secret).update(`access code\n${session}\n${code}`).digest('hex');

async function deliverSeatMail(services: Delivering, mailer: Mailer, kind: SeatMail, job: JobRow): Promise<JobResult> {
  const { db, config, clock } = services;
  const seat = seatOf(job);
  if (!seat) return { failed: 'about nobody' };
  const now = clock();
  try {
    const [network, wave, [to]] = await Promise.all([
      getNetwork(db, seat.network),
      getWave(db, seat.network, seat.wave),
      listRecipients(db, seat.network, seat.wave, seat.member),
    ]);
    const state = waveState(wave, network.timezone, now);
    if (state === 'upcoming') return { retry: 'not open yet', at: morningOf(network.timezone, wave.opens) };
    const needless = await whyNot(services, kind, seat, state, to);
    if (needless !== null) return { outcome: needless };
    if (!to || to.email === null) return { outcome: 'no-address' };
    const { link, optOut } = await mintLinks(services, kind, seat);
    const letter = seatLetter(kind, {
      locale: mailLanguage(to.language, network.locale),
      network: network.name,
      wave: wave.label,
      closes: closingDay(wave, network.timezone),
      name: to.name,
      origin: config.origin,
      link,
      optOut,
    });
    return await hand(services, mailer, job, { seat, address: to.email, fromName: network.name, letter, optOut });
  } catch (error) {
    // It closed, or the member or wave was removed, while the mail was being made.
    if (error instanceof WaveClosed || error instanceof NotInWave || error instanceof NotFound)
      return { outcome: error.name };
    throw error;
  }
}

/** Why a mail that was queued is no longer to be sent; null when it is. */
async function whyNot(
  { db }: Delivering,
  kind: SeatMail,
  seat: Seat,
  state: 'open' | 'closed',
  to: Recipient | undefined,
): Promise<string | null> {
  if (!to) return 'not-in-wave';
  if (to.suppressed) return to.suppressed.kind;
  if (kind === 'mail.thanks') return (await readResponse(db, seat)) ? null : 'withdrawn';
  if (state === 'closed') return 'closed';
  return kind === 'mail.reminder' && to.answered ? 'answered' : null;
}

async function mintLinks({ db, config, clock }: Delivering, kind: SeatMail, seat: Seat) {
  const [token, stop] = [newToken(), newToken()];
  const now = clock();
  const toOptOut = { ...seat, tokenHash: sha256(stop), purpose: 'opt-out' as const };
  const optOut = `${config.origin}/s/opt-out/${stop}`;
  if (kind === 'mail.thanks') {
    const toResults = { ...seat, tokenHash: sha256(token), purpose: 'results' as const };
    await createMailLinks(db, [toOptOut, toResults], now);
    return { link: `${config.origin}/s/results/${token}`, optOut };
  }
  const invitation = { member: seat.member, tokenHash: sha256(token) };
  await createInvitations(db, seat.network, seat.wave, [invitation], { actor: ACTOR, now, handedOn: false });
  await createMailLinks(db, [toOptOut], now);
  return { link: `${config.origin}/s/${token}`, optOut };
}

async function deliverCode(services: Delivering, mailer: Mailer, job: JobRow): Promise<JobResult> {
  const { db, clock, secret } = services;
  const seat = seatOf(job);
  const { session } = job.payload;
  if (!seat || typeof session !== 'string') return { failed: 'about no session' };
  const expiresAt = new Date(job.createdAt.getTime() + CODE_MINUTES * 60_000);
  if (clock() >= expiresAt) return { outcome: 'too-late' };
  const code = String(randomInt(10 ** 8)).padStart(8, '0');
  try {
    const [network, [to]] = await Promise.all([
      getNetwork(db, seat.network),
      listRecipients(db, seat.network, seat.wave, seat.member),
    ]);
    if (!to || to.email === null) return { outcome: 'no-address' };
    await keepAccessCode(db, { session, codeHash: codeHash(secret, session, code), triesLeft: CODE_TRIES, expiresAt });
    const letter = codeLetter({
      locale: mailLanguage(to.language, network.locale),
      network: network.name,
      name: to.name,
      code: `${code.slice(0, 4)} ${code.slice(4)}`,
      minutes: CODE_MINUTES,
    });
    return await hand(services, mailer, job, { seat, address: to.email, fromName: network.name, letter });
  } catch (error) {
    if (error instanceof BrokenReference || error instanceof NotFound) return { outcome: 'no-session' };
    throw error;
  }
}

interface Handing {
  seat: Seat;
  address: string;
  fromName: string;
  letter: Letter;
  optOut?: string;
}

/** Gives a mail to the server under the Message-ID of its job, so that a repeat after a crash is known as one. */
async function hand(
  { db, config, clock }: Delivering,
  mailer: Mailer,
  job: JobRow,
  { seat, address, fromName, letter, optOut }: Handing,
): Promise<JobResult> {
  try {
    await mailer.send({
      ...layOut(letter),
      to: address,
      fromName,
      messageId: `${job.job}@${mailDomain(config.origin)}`,
      ...(optOut === undefined ? {} : { unsubscribe: optOut }),
    });
    return { outcome: 'sent' };
  } catch (error) {
    if (!(error instanceof DeliveryFault)) throw error;
    if (error.kind === 'unreachable') return { retry: error.code, pause: true };
    if (error.kind === 'later') return { retry: error.code };
    if (error.kind === 'bounce') {
      const { network, member } = seat;
      await recordBounce(db, { network, member, address, reason: error.code }, { actor: ACTOR, now: clock() });
    }
    return { failed: error.code };
  }
}

const seatOf = ({ network, wave, member }: JobRow): Seat | null =>
  network !== null && wave !== null && member !== null ? { network, wave, member } : null;
