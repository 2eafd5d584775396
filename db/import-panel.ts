import { instrumentKey } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';
import { isReservedSlug } from '@rapport/surveys/reserved-slugs';
import { atomic, must, type Builder, type Step } from './atomic.ts';
import { auditSteps, type By } from './audit.ts';
import { SlugReserved, SlugTaken } from './errors.ts';
import type { Db } from './open.ts';
import { groupedRows } from './row-order.ts';
import { packed } from './stored-rows.ts';

/** Engines take some 32,000 parameters a statement; rows have at most ten. */
const ROWS_AT_ONCE = 500;

/**
 * Stores a panel that `checkPanel` found whole, as a new network, in one transaction: a process that dies on the way
 * leaves nothing. `onProgress` gets rows stored and rows in all, and is called in between. `lead` (an account's id) becomes its
 * lead in the same write.
 *
 * @throws SlugTaken; SlugReserved
 */
export async function importPanel(
  db: Db,
  panel: Panel,
  { onProgress, lead, ...by }: By & { onProgress?: (done: number, all: number) => void; lead?: string },
): Promise<void> {
  await atomic(db, function* (tx) {
    yield* importSteps(db, tx, panel, by, onProgress);
    const row = { network: panel.network.slug, role: 'lead' as const, grantedAt: by.now };
    if (lead !== undefined) yield tx.insert(db.tables.grants).values({ ...row, userId: lead });
  });
}

function* importSteps(
  db: Db,
  tx: Builder,
  panel: Panel,
  by: By,
  onProgress: (done: number, all: number) => void = () => undefined,
): Generator<Step> {
  const t = db.tables;
  const { format: _, ...descriptor } = panel.network;
  const network = descriptor.slug;
  if (isReservedSlug(network)) throw new SlugReserved(network);
  const placed = <T extends object>(rows: readonly T[]) => rows.map((row, position) => ({ ...row, network, position }));
  const responses = groupedRows(panel).map(({ rows, wave, member, rowOrder }) => ({
    network,
    wave,
    member,
    ...packed(rows),
    rowOrder,
  }));

  yield must(
    tx
      .insert(t.networks)
      .values({ ...descriptor, createdAt: by.now })
      .onConflictDoNothing()
      .returning({ slug: t.networks.slug }),
    () => new SlugTaken(network),
  );

  const all = [
    panel.organisations,
    panel.members,
    panel.waves,
    panel.answers,
    panel.ties,
    panel.texts,
    panel.events,
    panel.event_organisations,
    panel.goals,
    panel.declarations,
  ].reduce((sum, rows) => sum + rows.length, 0);
  let done = 0;
  function* insert<Row>(rows: Row[], query: (rows: Row[]) => Step, weight: (row: Row) => number = () => 1) {
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const some = rows.slice(start, start + ROWS_AT_ONCE);
      yield query(some);
      done += some.reduce((sum, row) => sum + weight(row), 0);
      onProgress(done, all);
    }
  }

  const instruments = panel.instruments.map((instrument) => ({ key: instrumentKey(instrument), instrument }));
  yield tx.insert(t.instruments).values(placed(instruments));
  yield* insert(placed(panel.organisations), (rows) => tx.insert(t.organisations).values(rows));
  yield* insert(placed(panel.members), (rows) => tx.insert(t.members).values(rows));
  yield* insert(
    panel.waves.map((wave) => ({ ...wave, network })),
    (rows) => tx.insert(t.waves).values(rows),
  );
  yield* insert(
    responses,
    (rows) => tx.insert(t.responses).values(rows),
    (row) => row.answers.length + row.ties.length + row.texts.length,
  );
  yield* insert(placed(panel.events), (rows) => tx.insert(t.events).values(rows));
  yield* insert(placed(panel.event_organisations), (rows) => tx.insert(t.eventOrganisations).values(rows));
  yield* insert(placed(panel.goals), (rows) => tx.insert(t.goals).values(rows));
  yield* insert(placed(panel.declarations), (rows) => tx.insert(t.declarations).values(rows));
  yield* auditSteps(network, { action: 'panel.import', subject: network, detail: { rows: all } }, by);
}
