import { and, asc, eq, sql } from 'drizzle-orm';
import { must } from './atomic.ts';
import type { By } from './audit.ts';
import { changePanel, onlyRow } from './changes.ts';
import { NotFound } from './errors.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';

/** An agreed goal; `position` names it within the network. */
export type GoalRow = Omit<Row<'goals'>, 'network'>;

export interface NewGoal {
  from: string;
  text: string;
}

/** The agreed goals by date. */
export async function listGoals(db: Db, network: string): Promise<GoalRow[]> {
  const { goals } = db.tables;
  return db
    .select(columnsOf(db))
    .from(goals)
    .where(eq(goals.network, network))
    .orderBy(asc(goals.from), asc(goals.position));
}

/** @throws NotFound (the network) */
export async function addGoal(db: Db, network: string, goal: NewGoal, by: By): Promise<GoalRow> {
  const { goals } = db.tables;
  const [rows] = await changePanel(db, network, { action: 'goal.add', subject: goal.from }, by, (tx) => [
    tx
      .insert(goals)
      .values({
        ...goal,
        network,
        position: sql`(select coalesce(max(${goals.position}), -1) + 1 from ${goals} where ${goals.network} = ${network})`,
      })
      .returning(columnsOf(db)),
  ]);
  return onlyRow(rows);
}

/** @throws NotFound */
export async function updateGoal(
  db: Db,
  network: string,
  position: number,
  patch: Partial<NewGoal>,
  by: By,
): Promise<GoalRow> {
  const { goals } = db.tables;
  const [rows] = await changePanel(db, network, { action: 'goal.change', subject: String(position) }, by, (tx) => [
    must(
      tx
        .update(goals)
        .set({ ...patch, network })
        .where(and(eq(goals.network, network), eq(goals.position, position)))
        .returning(columnsOf(db)),
      () => new NotFound('goal', String(position)),
    ),
  ]);
  return onlyRow(rows);
}

/** @throws NotFound */
export async function deleteGoal(db: Db, network: string, position: number, by: By): Promise<void> {
  const { goals } = db.tables;
  await changePanel(db, network, { action: 'goal.delete', subject: String(position) }, by, (tx) => [
    must(
      tx
        .delete(goals)
        .where(and(eq(goals.network, network), eq(goals.position, position)))
        .returning({ position: goals.position }),
      () => new NotFound('goal', String(position)),
    ),
  ]);
}

const columnsOf = (db: Db) => {
  const { position, from, text } = db.tables.goals;
  return { position, from, text };
};
