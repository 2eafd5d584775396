import { and, asc, eq, gte, isNull, lte, ne } from 'drizzle-orm';
import { must, mustNot, snapshot, type Builder, type Step } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel, onlyRow } from './changes.ts';
import { BrokenReference, Conflict, InUse, NotFound, WaveNotOpen, WavesOverlap } from './errors.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';
import type { Row } from './tables.ts';
import { closingInstant, waveState } from './wave-state.ts';

export type WaveRow = Row<'waves'>;

export interface NewWave {
  wave: string;
  label: string;
  /** First and last day, both inclusive, in the network's time zone. */
  opens: string;
  closes: string;
  /** Key of an instrument of the network, where it differs from the network's. */
  instrument?: string | null;
}
export type WavePatch = Partial<Omit<NewWave, 'wave'>>;

/** The waves of a network by opening day. */
export async function listWaves(db: Db, network: string): Promise<WaveRow[]> {
  const { waves } = db.tables;
  return db.select().from(waves).where(eq(waves.network, network)).orderBy(asc(waves.opens), asc(waves.wave));
}

/** The row of a wave, as `db.read` and `snapshot` take it. */
export const waveOf = prepared(({ tables: { waves } }, tx, given: Given<{ network: string; wave: string }>) =>
  tx
    .select()
    .from(waves)
    .where(and(eq(waves.network, given('network', waves.network)), eq(waves.wave, given('wave', waves.wave)))),
);

/** @throws NotFound */
export async function getWave(db: Db, network: string, wave: string): Promise<WaveRow> {
  const [row] = await db.read(waveOf({ network, wave }));
  if (!row) throw new NotFound('wave', wave);
  return row;
}

/** @throws NotFound (network or instrument); Conflict when the id is taken; WavesOverlap. */
export const addWave = async (db: Db, network: string, wave: NewWave, by: By): Promise<WaveRow> =>
  onlyRow(await addWaves(db, network, [wave], by));

/** All or none of them, which may not overlap one another. @throws as `addWave` */
export async function addWaves(db: Db, network: string, added: readonly NewWave[], by: By): Promise<WaveRow[]> {
  const { waves } = db.tables;
  const entry = { action: 'wave.add', subject: added.map((wave) => wave.wave).join(' ') };
  const results = await changePanel(db, network, entry, by, (tx): Step[] =>
    added.flatMap((wave) => [
      knownInstrument(db, tx, network, wave.instrument),
      apart(db, tx, network, wave),
      must(
        tx
          .insert(waves)
          .values({ ...wave, network })
          .onConflictDoNothing()
          .returning(),
        () => new Conflict(`There is a wave "${wave.wave}" already.`),
      ),
    ]),
  );
  // Every third result is of an insert, in the order given.
  return added.map((_, i) => onlyRow(results[3 * i + 2] as WaveRow[]));
}

/**
 * Changes a wave that isn't closed; once it has answers its opening day and instrument stay.
 *
 * @throws NotFound (wave or instrument); Conflict when it is closed or would close before it opens; InUse; WavesOverlap.
 */
export async function updateWave(db: Db, network: string, wave: string, patch: WavePatch, by: By): Promise<WaveRow> {
  const { waves, responses } = db.tables;
  const { timezone } = await getNetwork(db, network);
  const before = await getWave(db, network, wave);
  const after = { ...before, ...patch };
  const dates = patch.opens !== undefined || patch.closes !== undefined || patch.instrument !== undefined;
  if (dates && waveState(before, timezone, by.now) === 'closed') throw new Conflict(`Wave "${wave}" is closed.`);
  if (after.closes < after.opens) throw new Conflict(`Wave "${wave}" would close before it opens.`);
  const rewrites = after.opens !== before.opens || after.instrument !== before.instrument;
  const entry = { action: 'wave.change', subject: wave, detail: { ...patch } };
  const [, , , rows] = await changePanel(db, network, entry, by, (tx) => [
    knownInstrument(db, tx, network, patch.instrument),
    apart(db, tx, network, after),
    mustNot(
      tx
        .select({ member: responses.member })
        .from(responses)
        .where(and(eq(responses.network, network), eq(responses.wave, wave)))
        .limit(rewrites ? 1 : 0),
      () => new InUse(`Wave "${wave}" has answers: its opening day and instrument stay.`),
    ),
    must(
      tx
        .update(waves)
        .set({ ...patch, wave })
        .where(and(eq(waves.network, network), eq(waves.wave, wave), eq(waves.opens, before.opens)))
        .returning(),
      () => new Conflict(`Wave "${wave}" was changed meanwhile.`),
    ),
  ]);
  return onlyRow(rows);
}

/** Deletes a wave with its invitations and drafts. @throws NotFound; InUse once it has answers or figures. */
export async function deleteWave(db: Db, network: string, wave: string, by: By): Promise<void> {
  const { waves } = db.tables;
  await changePanel(db, network, { action: 'wave.delete', subject: wave }, by, (tx) => [
    must(
      tx
        .delete(waves)
        .where(and(eq(waves.network, network), eq(waves.wave, wave)))
        .returning({ wave: waves.wave }),
      () => new NotFound('wave', wave),
    ),
  ]).catch((error: unknown) => {
    throw error instanceof BrokenReference ? new InUse(`Wave "${wave}" has answers or figures.`) : error;
  });
}

/**
 * Closes a wave and gives the instant it closed at: `now` while it is open, the end of its last day when that has passed.
 * Stored once; every later call gives the same instant and writes nothing.
 *
 * @throws NotFound; WaveNotOpen before its first day.
 */
export async function closeWave(db: Db, network: string, wave: string, by: By): Promise<Date> {
  const { waves } = db.tables;
  const [{ timezone }, before] = await Promise.all([getNetwork(db, network), getWave(db, network, wave)]);
  if (before.closedAt) return before.closedAt;
  const state = waveState(before, timezone, by.now);
  if (state === 'upcoming') throw new WaveNotOpen(wave, before.opens);
  const closedAt = state === 'open' ? by.now : closingInstant(before, timezone);
  const meanwhile = new Conflict(`Wave "${wave}" was closed meanwhile.`);
  const entry = { action: 'wave.close', subject: wave, detail: { closed: closedAt.toISOString() } };
  try {
    await changePanel(db, network, entry, by, (tx) => [
      must(
        tx
          .update(waves)
          .set({ closedAt })
          .where(and(eq(waves.network, network), eq(waves.wave, wave), isNull(waves.closedAt)))
          .returning({ wave: waves.wave }),
        () => meanwhile,
      ),
    ]);
    return closedAt;
  } catch (error) {
    if (error !== meanwhile) throw error;
    return (await getWave(db, network, wave)).closedAt ?? closedAt;
  }
}

const apart = (db: Db, tx: Builder, network: string, { wave, opens, closes }: NewWave) => {
  const { waves } = db.tables;
  return mustNot(
    tx
      .select({ wave: waves.wave })
      .from(waves)
      .where(and(eq(waves.network, network), ne(waves.wave, wave), lte(waves.opens, closes), gte(waves.closes, opens))),
    () => new WavesOverlap(wave),
  );
};

const knownInstrument = (db: Db, tx: Builder, network: string, key: string | null = null) => {
  const { networks, instruments } = db.tables;
  const own = tx.select({ key: networks.instrument }).from(networks).where(eq(networks.slug, network));
  const named = tx
    .select({ key: instruments.key })
    .from(instruments)
    .where(and(eq(instruments.network, network), eq(instruments.key, key ?? '')));
  return must(key === null ? own : named, () => new NotFound('instrument', key ?? ''));
};

export interface WaveCounts {
  eligible: number;
  invited: number;
  opened: number;
  started: number;
  submitted: number;
}

export interface MemberProgress {
  member: string;
  organisation: string;
  invited: boolean;
  /** A lead handed the link on by hand. */
  handedOn: boolean;
  opened: boolean;
  started: boolean;
  submitted: boolean;
}

/** How far each member in the wave has come, in the network's order. Drafts never count as submitted. @throws NotFound */
export async function waveProgress(db: Db, network: string, wave: string): Promise<MemberProgress[]> {
  const { members, invitations, drafts, responses } = db.tables;
  const { opens } = await getWave(db, network, wave);
  const [eligible, invited, drafted, submitted] = await snapshot(db, (tx) => [
    tx
      .select({
        member: members.member,
        organisation: members.organisation,
        joined: members.joined,
        left: members.left,
      })
      .from(members)
      .where(and(eq(members.network, network), lte(members.joined, opens)))
      .orderBy(asc(members.position), asc(members.member)),
    tx
      .select({ member: invitations.member, handedOn: invitations.handedOn, openedAt: invitations.openedAt })
      .from(invitations)
      .where(and(eq(invitations.network, network), eq(invitations.wave, wave))),
    tx
      .select({ member: drafts.member })
      .from(drafts)
      .where(and(eq(drafts.network, network), eq(drafts.wave, wave))),
    tx
      .select({ member: responses.member })
      .from(responses)
      .where(and(eq(responses.network, network), eq(responses.wave, wave))),
  ]);
  const setOf = (rows: { member: string }[]) => new Set(rows.map((row) => row.member));
  const invitees = setOf(invited);
  const handed = setOf(invited.filter((row) => row.handedOn));
  const openers = setOf(invited.filter((row) => row.openedAt !== null));
  const submitters = setOf(submitted);
  const starters = new Set([...setOf(drafted), ...submitters]);
  return eligible
    .filter(({ left }) => left === null || left > opens)
    .map(({ member, organisation }) => ({
      member,
      organisation,
      invited: invitees.has(member),
      handedOn: handed.has(member),
      opened: openers.has(member),
      started: starters.has(member),
      submitted: submitters.has(member),
    }));
}

/** The counts of `waveProgress`. */
export const countProgress = (rows: readonly MemberProgress[]): WaveCounts => ({
  eligible: rows.length,
  invited: rows.filter((row) => row.invited).length,
  opened: rows.filter((row) => row.opened).length,
  started: rows.filter((row) => row.started).length,
  submitted: rows.filter((row) => row.submitted).length,
});
