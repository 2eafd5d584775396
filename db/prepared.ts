import { sql, type SQL } from 'drizzle-orm';
import type { Builder, Query } from './atomic.ts';
import type { AnyColumn } from './columns.ts';
import type { Db } from './open.ts';

/** In a plan: the place of the value `name`, as the column takes it. Null is none of its values: a plan says it itself. */
export type Given<Values> = (name: keyof Values & string, column: AnyColumn) => SQL;

/** A query with places for values. `Values` and `Rows` come from its signature. */
export type Plan<Values, Rows> = (db: Db, tx: Builder, given: Given<Values>) => Query<Rows>;

/** A plan and the values of one run: a step of `atomic`, or read by itself with `db.read`. */
export interface Filled<Rows = unknown> {
  plan: Plan<never, Rows>;
  values: Record<string, unknown>;
}

/**
 * A query that requests run again and again: where the engine keeps prepared statements (SQLite) it is built and compiled once,
 * which costs many times what running it does.
 */
export const prepared =
  <Values extends object, Rows>(plan: Plan<Values, Rows>) =>
  (values: Values): Filled<Rows> => ({ plan, values: values as Record<string, unknown> });

/** For the drivers: a plan as Drizzle's query with placeholders. */
export const planned = ({ plan }: Filled, db: Db, tx: Builder): Query =>
  plan(db, tx, (name, column) => sql`${sql.param(sql.placeholder(name), column)}`);
