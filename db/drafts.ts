import { and, eq, sql } from 'drizzle-orm';
import { atomic, must } from './atomic.ts';
import { DraftBehind } from './errors.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';
import { givenSeat, mustBeOpen, NotTaken, ofSeat, whyNotTaken, type Seat } from './seat.ts';
import type { Row } from './tables.ts';
import type { DraftBody } from './tables/collection.ts';

export type Draft = Pick<Row<'drafts'>, 'version' | 'body' | 'writtenBy' | 'updatedAt'>;

/** The draft of a seat, null when there is none. */
export async function readDraft(db: Db, seat: Seat): Promise<Draft | null> {
  const { drafts } = db.tables;
  const [draft] = await db
    .select({
      version: drafts.version,
      body: drafts.body,
      writtenBy: drafts.writtenBy,
      updatedAt: drafts.updatedAt,
    })
    .from(drafts)
    .where(and(...ofSeat(drafts, seat)));
  return draft ?? null;
}

interface Saving extends Seat {
  body: DraftBody;
  writtenBy: string | null;
  now: Date;
}

const begun = prepared(({ tables: { drafts } }, tx, given: Given<Saving>) =>
  tx
    .insert(drafts)
    .values({
      ...givenSeat(drafts, given),
      version: 1,
      body: given('body', drafts.body),
      writtenBy: given('writtenBy', drafts.writtenBy),
      updatedAt: given('now', drafts.updatedAt),
    })
    .onConflictDoNothing()
    .returning({ version: drafts.version }),
);

const goneOn = prepared(({ tables: { drafts } }, tx, given: Given<Saving & { seen: number }>) =>
  tx
    .update(drafts)
    .set({
      version: sql`${drafts.version} + 1`,
      body: given('body', drafts.body),
      writtenBy: given('writtenBy', drafts.writtenBy),
      updatedAt: given('now', drafts.updatedAt),
    })
    .where(and(...ofSeat(drafts, givenSeat(drafts, given)), eq(drafts.version, given('seen', drafts.version))))
    .returning({ version: drafts.version }),
);

/**
 * Saves a draft over the version that the device has seen (0 for none yet) and gives the new version. `writtenBy` names
 * the survey session. Drafts are not part of the panel: no revision, no audit.
 *
 * @throws DraftBehind with the stored version when another device was faster; WaveClosed, WaveNotOpen, NotInWave; NotFound.
 */
export async function saveDraft(
  db: Db,
  { network, wave, member }: Seat,
  { seen, body, writtenBy = null, now }: { seen: number; body: DraftBody; writtenBy?: string | null; now: Date },
): Promise<number> {
  const { timezone } = await getNetwork(db, network);
  const seat = { network, wave, member };
  const saving = { ...seat, body, writtenBy, now };
  try {
    await atomic(db, () => [
      mustBeOpen(seat, timezone, now),
      must(seen === 0 ? begun(saving) : goneOn({ ...saving, seen }), () => new DraftBehind(0)),
    ]);
    return seen + 1;
  } catch (error) {
    if (error instanceof DraftBehind) throw new DraftBehind((await readDraft(db, seat))?.version ?? 0);
    if (error instanceof NotTaken) throw await whyNotTaken(db, seat, now);
    throw error;
  }
}
