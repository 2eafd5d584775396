import { count, eq, sql } from 'drizzle-orm';
import { must, mustNot, type Builder, type Step } from './atomic.ts';
import { ErasedMeanwhile, NotFound } from './errors.ts';
import type { Db } from './open.ts';

/** The query of how many pseudonyms were ever erased from a network: it only grows. */
export const erasuresOf = ({ tables: { erasures } }: Db, tx: Builder, network: string) =>
  tx.select({ erasures: count() }).from(erasures).where(eq(erasures.network, network));

/**
 * Refuses a write that rests on what was read when `seen` were erased, if somebody was since: what it keeps would bring them
 * back. Locks the network's row first, as every erasure does, so that none comes between this and the commit.
 */
export function noErasureSince(db: Db, tx: Builder, network: string, seen: number): Step[] {
  const { networks } = db.tables;
  return [
    must(
      tx
        .update(networks)
        .set({ revision: sql`${networks.revision}` })
        .where(eq(networks.slug, network))
        .returning({ revision: networks.revision }),
      () => new NotFound('network', network),
    ),
    mustNot(erasuresOf(db, tx, network).having(sql`count(*) > ${seen}`), () => new ErasedMeanwhile()),
  ];
}
