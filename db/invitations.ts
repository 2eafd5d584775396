import { and, asc, eq, gt, gte, isNull, lte, or } from 'drizzle-orm';
import { atomic, must } from './atomic.ts';
import { auditSteps, type By } from './audit.ts';
import { NotFound, NotInWave, WaveClosed } from './errors.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';
import { memberActor, pseudonymOf, pseudonyms } from './pseudonyms.ts';
import { givenSeat, ofSeat, type Seat } from './seat.ts';
import { closingDay, closingInstant, waveState } from './wave-state.ts';
import { getWave } from './waves.ts';

/** `tokenHash`: `sha256` (fingerprint.ts) of a token with 256 random bits, which the caller makes and no one stores. */
export interface NewInvitation {
  member: string;
  tokenHash: string;
}

export interface Invitation extends Seat {
  tokenHash: string;
  handedOn: boolean;
}

/**
 * Mints invitations of members to a wave that isn't closed; several per member are valid at once. Each handed-on link has
 * an audit entry.
 *
 * @throws NotFound (network, wave); NotInWave for the first member who isn't in the wave; WaveClosed. Nothing is kept then.
 */
export async function createInvitations(
  db: Db,
  network: string,
  wave: string,
  added: readonly NewInvitation[],
  { handedOn, ...by }: By & { handedOn: boolean },
): Promise<void> {
  const { invitations, members, waves } = db.tables;
  const [{ timezone }, row] = await Promise.all([getNetwork(db, network), getWave(db, network, wave)]);
  if (waveState(row, timezone, by.now) === 'closed')
    throw new WaveClosed(wave, closingInstant(row, timezone), closingDay(row, timezone));
  const names = handedOn ? await pseudonyms(db, network) : new Map<string, string>();
  await atomic(db, (tx) =>
    added.flatMap(({ member, tokenHash }) => [
      must(
        tx
          .select({ member: members.member })
          .from(members)
          .innerJoin(waves, and(eq(waves.network, members.network), eq(waves.wave, wave)))
          .where(
            and(
              eq(members.network, network),
              eq(members.member, member),
              isNull(waves.closedAt),
              lte(members.joined, waves.opens),
              or(isNull(members.left), gt(members.left, waves.opens)),
            ),
          ),
        () => new NotInWave(member, wave),
      ),
      tx.insert(invitations).values({ tokenHash, network, wave, member, handedOn, createdAt: by.now }),
      ...(handedOn
        ? auditSteps(network, { action: 'invitation.hand-on', subject: names.get(member) ?? '', detail: { wave } }, by)
        : []),
    ]),
  );
}

const invitationOf = prepared(({ tables: { invitations } }, tx, given: Given<{ tokenHash: string }>) =>
  tx
    .select()
    .from(invitations)
    .where(eq(invitations.tokenHash, given('tokenHash', invitations.tokenHash))),
);

/**
 * The invitation of a token, which is not consumed. The first time is remembered as its opening, unless it is `unread`: the
 * page behind a link is fetched by mail scanners too, and a form that is read afterwards counts (`markOpened`).
 *
 * @throws NotFound for an unknown token; WaveClosed with the closing instant for a known one of a closed wave.
 */
export async function openInvitation(
  db: Db,
  tokenHash: string,
  now: Date,
  { unread = false } = {},
): Promise<Invitation> {
  const { invitations } = db.tables;
  const [row] = await db.read(invitationOf({ tokenHash }));
  if (!row) throw new NotFound('invitation', '…');
  const { network, wave, member, handedOn, openedAt } = row;
  const [{ timezone }, dates] = await Promise.all([getNetwork(db, network), getWave(db, network, wave)]);
  if (waveState(dates, timezone, now) === 'closed')
    throw new WaveClosed(wave, closingInstant(dates, timezone), closingDay(dates, timezone));
  if (openedAt === null && !unread)
    await atomic(db, (tx) => [
      tx
        .update(invitations)
        .set({ openedAt: now })
        .where(and(eq(invitations.tokenHash, tokenHash), isNull(invitations.openedAt))),
    ]);
  return { tokenHash, network, wave, member, handedOn };
}

/** When each member of a wave was last mailed a link, and last handed one; null for never. */
export async function listLinks(
  db: Db,
  network: string,
  wave: string,
): Promise<Map<string, { mailed: Date | null; handedOn: Date | null }>> {
  const { invitations } = db.tables;
  const rows = await db
    .select({ member: invitations.member, handedOn: invitations.handedOn, createdAt: invitations.createdAt })
    .from(invitations)
    .where(and(eq(invitations.network, network), eq(invitations.wave, wave)))
    .orderBy(asc(invitations.createdAt));
  const links = new Map<string, { mailed: Date | null; handedOn: Date | null }>();
  for (const { member, handedOn, createdAt } of rows)
    links.set(member, {
      ...{ mailed: null, handedOn: null, ...links.get(member) },
      [handedOn ? 'handedOn' : 'mailed']: createdAt,
    });
  return links;
}

const unopened = prepared(({ tables: { invitations } }, tx, given: Given<Seat>) =>
  tx
    .select({ member: invitations.member })
    .from(invitations)
    .where(and(...ofSeat(invitations, givenSeat(invitations, given)), isNull(invitations.openedAt)))
    .limit(1),
);
const opened = prepared(({ tables: { invitations } }, tx, given: Given<Seat & { now: Date }>) =>
  tx
    .update(invitations)
    .set({ openedAt: given('now', invitations.openedAt) })
    .where(and(...ofSeat(invitations, givenSeat(invitations, given)), isNull(invitations.openedAt))),
);

/** A member is at their form: their invitations to it count as opened. */
export async function markOpened(db: Db, { network, wave, member }: Seat, now: Date): Promise<void> {
  const seat = { network, wave, member };
  const [one] = await db.read(unopened(seat));
  if (one) await atomic(db, () => [opened({ ...seat, now })]);
}

export interface SurveySession extends Seat {
  tokenHash: string;
  handedOn: boolean;
  expiresAt: Date;
}

const newSession = prepared(({ tables: { surveySessions } }, tx, given: Given<SurveySession & { now: Date }>) =>
  tx.insert(surveySessions).values({
    ...givenSeat(surveySessions, given),
    tokenHash: given('tokenHash', surveySessions.tokenHash),
    handedOn: given('handedOn', surveySessions.handedOn),
    createdAt: given('now', surveySessions.createdAt),
    expiresAt: given('expiresAt', surveySessions.expiresAt),
  }),
);

const sessionOf = prepared(({ tables: { surveySessions } }, tx, given: Given<{ tokenHash: string; now: Date }>) =>
  tx
    .select()
    .from(surveySessions)
    .where(
      and(
        eq(surveySessions.tokenHash, given('tokenHash', surveySessions.tokenHash)),
        gte(surveySessions.expiresAt, given('now', surveySessions.expiresAt)),
      ),
    ),
);

/**
 * Stores the session that a member's cookie stands for, under the hash of its secret. `audited` notes it as the member's
 * sign-in, under their pseudonym. @throws NotFound when the member was erased meanwhile.
 */
export async function startSurveySession(
  db: Db,
  session: SurveySession,
  now: Date,
  { audited = false } = {},
): Promise<void> {
  const { network, wave, member, handedOn } = session;
  const subject = audited ? await pseudonymOf(db, network, member) : '';
  const entry = { action: 'member.sign-in', subject, detail: { wave, handedOn } };
  await atomic(db, () => [
    newSession({ ...session, now }),
    ...(audited ? auditSteps(network, entry, { actor: memberActor(subject), now }) : []),
  ]);
}

/** The session behind a cookie, null when there is none or it has expired. */
export async function findSurveySession(db: Db, tokenHash: string, now: Date): Promise<SurveySession | null> {
  const [row] = await db.read(sessionOf({ tokenHash, now }));
  if (!row) return null;
  const { createdAt: _, ...session } = row;
  return session;
}
