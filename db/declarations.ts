import { and, asc, eq, sql } from 'drizzle-orm';
import { must } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel, onlyRow } from './changes.ts';
import { Conflict, NotFound } from './errors.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';

export type DeclarationRow = Omit<Row<'declarations'>, 'network' | 'position'>;

export interface NewDeclaration {
  from: string;
  by: 'funder' | 'network';
  mode: string;
  source?: string | null;
}

/** A declaration has no name of its own: its key is who declared and from when, `funder:2026-01-01`. */
export const declarationId = ({ by, from }: Pick<NewDeclaration, 'by' | 'from'>): string => `${by}:${from}`;

/** What was mandated and what the network aims for, by date. */
export async function listDeclarations(db: Db, network: string): Promise<DeclarationRow[]> {
  const { declarations } = db.tables;
  return db
    .select(columnsOf(db))
    .from(declarations)
    .where(eq(declarations.network, network))
    .orderBy(asc(declarations.from), asc(declarations.position));
}

/** @throws NotFound (the network); Conflict when the same party has declared from that date already. */
export async function addDeclaration(
  db: Db,
  network: string,
  declaration: NewDeclaration,
  by: By,
): Promise<DeclarationRow> {
  const { declarations } = db.tables;
  const id = declarationId(declaration);
  const [rows] = await changePanel(db, network, { action: 'declaration.add', subject: id }, by, (tx) => [
    must(
      tx
        .insert(declarations)
        .values({
          ...declaration,
          network,
          position: sql`(select coalesce(max(${declarations.position}), -1) + 1 from ${declarations} where ${declarations.network} = ${network})`,
        })
        .onConflictDoNothing()
        .returning(columnsOf(db)),
      () => new Conflict(`There is a declaration "${id}" already.`),
    ),
  ]);
  return onlyRow(rows);
}

/** Changes mode, source, date or party of the declaration `funder:2026-01-01`. @throws NotFound; Conflict */
export async function updateDeclaration(
  db: Db,
  network: string,
  id: string,
  patch: Partial<NewDeclaration>,
  by: By,
): Promise<DeclarationRow> {
  const { declarations } = db.tables;
  const entry = { action: 'declaration.change', subject: id, detail: { fields: Object.keys(patch) } };
  const [rows] = await changePanel(db, network, entry, by, (tx) => [
    must(
      tx
        .update(declarations)
        .set({ ...patch, network })
        .where(keyed(db, network, id))
        .returning(columnsOf(db)),
      () => new NotFound('declaration', id),
    ),
  ]);
  return onlyRow(rows);
}

/** @throws NotFound */
export async function deleteDeclaration(db: Db, network: string, id: string, by: By): Promise<void> {
  const { declarations } = db.tables;
  await changePanel(db, network, { action: 'declaration.delete', subject: id }, by, (tx) => [
    must(
      tx
        .delete(declarations)
        .where(keyed(db, network, id))
        .returning(columnsOf(db)),
      () => new NotFound('declaration', id),
    ),
  ]);
}

const columnsOf = (db: Db) => {
  const { from, by, mode, source } = db.tables.declarations;
  return { from, by, mode, source };
};

function keyed(db: Db, network: string, id: string) {
  const { declarations } = db.tables;
  const [by, from] = id.split(':');
  if ((by !== 'funder' && by !== 'network') || !/^\d{4}-\d\d-\d\d$/.test(from ?? ''))
    throw new NotFound('declaration', id);
  return and(eq(declarations.network, network), eq(declarations.by, by), eq(declarations.from, from ?? ''));
}
