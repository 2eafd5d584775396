import { and, eq, sql } from 'drizzle-orm';
import { atomic, must } from './atomic.ts';
import { DraftBehind } from './errors.ts';
import { getNetwork } from './networks.ts';
import type { Db } from './open.ts';
import { ofSeat } from './responses.ts';
import { mustBeOpen, NotTaken, whyNotTaken, type Seat } from './seat.ts';
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

/**
 * Saves a draft over the version that the device has seen (0 for none yet) and gives the new version. `writtenBy` names
 * the survey session. Drafts are not part of the panel: no revision, no audit.
 *
 * @throws DraftBehind with the stored version when another device was faster; WaveClosed, WaveNotOpen, NotInWave; NotFound.
 */
export async function saveDraft(
  db: Db,
  seat: Seat,
  { seen, body, writtenBy = null, now }: { seen: number; body: DraftBody; writtenBy?: string | null; now: Date },
): Promise<number> {
  const { drafts } = db.tables;
  const { timezone } = await getNetwork(db, seat.network);
  const behind = new DraftBehind(0);
  const version = { version: drafts.version };
  try {
    await atomic(db, (tx) => [
      mustBeOpen(db, tx, seat, timezone, now),
      must(
        seen === 0
          ? tx
              .insert(drafts)
              .values({ ...seat, version: 1, body, writtenBy, updatedAt: now })
              .onConflictDoNothing()
              .returning(version)
          : tx
              .update(drafts)
              .set({ version: sql`${drafts.version} + 1`, body, writtenBy, updatedAt: now })
              .where(and(...ofSeat(drafts, seat), eq(drafts.version, seen)))
              .returning(version),
        () => behind,
      ),
    ]);
    return seen + 1;
  } catch (error) {
    if (error === behind) throw new DraftBehind((await readDraft(db, seat))?.version ?? 0);
    if (error instanceof NotTaken) throw await whyNotTaken(db, seat, now);
    throw error;
  }
}
