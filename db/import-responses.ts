import type { WideResponse } from '@rapport/surveys/wide-import';
import type { By } from './audit.ts';
import { changePanel } from './changes.ts';
import type { Db } from './open.ts';
import { packed } from './stored-rows.ts';

/** A response is one row of some kilobytes: so many a statement. */
const ROWS_AT_ONCE = 200;

/**
 * Stores responses that came from elsewhere, all or none; one that is there already is never replaced. Figures of waves that were
 * released stay as they were until enough of them may enter (analytics/release/plan.ts).
 *
 * @throws Conflict when a member has answered one of the waves meanwhile; NotFound; BrokenReference
 */
export async function importResponses(
  db: Db,
  network: string,
  responses: readonly WideResponse[],
  by: By,
): Promise<void> {
  const { responses: table } = db.tables;
  const waves = [...new Set(responses.map(({ wave }) => wave))];
  const rows = responses.map(({ wave, member, ...tables }) => ({
    network,
    wave,
    member,
    ...packed(tables),
    rowOrder: null,
    submittedAt: null,
  }));
  const entry = { action: 'answers.import', subject: network, detail: { responses: rows.length, waves } };
  await changePanel(db, network, entry, by, (tx) =>
    Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, at) =>
      tx.insert(table).values(rows.slice(at * ROWS_AT_ONCE, (at + 1) * ROWS_AT_ONCE)),
    ),
  );
}
