import { eq, sql } from 'drizzle-orm';
import { atomic, must, type Builder, type Results, type Step } from './atomic.ts';
import { auditSteps, type AuditEntry, type By } from './audit.ts';
import { NotFound } from './errors.ts';
import type { Db } from './open.ts';
import { prepared, type Given } from './prepared.ts';

const raised = prepared(({ tables: { networks } }, tx, given: Given<{ slug: string }>) =>
  tx
    .update(networks)
    .set({ revision: sql`${networks.revision} + 1` })
    .where(eq(networks.slug, given('slug', networks.slug)))
    .returning({ revision: networks.revision }),
);

/**
 * A write to a network's panel: raises its revision, runs the steps and records the entry, all or nothing. The revision
 * comes first: it locks the network's row, so that what the steps check still holds when they write.
 *
 * @throws NotFound when there is no such network; what `build` marks.
 */
export async function changePanel<const Steps extends readonly Step[]>(
  db: Db,
  network: string,
  entry: AuditEntry,
  by: By,
  build: (tx: Builder) => Steps,
): Promise<Results<Steps>> {
  const results = await atomic(db, (tx): readonly Step[] => [
    must(raised({ slug: network }), () => new NotFound('network', network)),
    ...build(tx),
    ...auditSteps(network, entry, by),
  ]);
  // Between the revision before them and the two audit steps after them stand the results of the caller's steps.
  return results.slice(1, -2) as unknown as Results<Steps>;
}

/** The row that a marked step gave: `changePanel` and `atomic` only return when there is one. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('A query that has to give a row gave none.');
  return row;
}
