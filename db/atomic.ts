import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Db } from './open.ts';
import type { Filled } from './prepared.ts';

/** Builds queries; nothing runs before it is awaited or returned from `atomic`. */
export type Builder = Pick<
  BetterSQLite3Database,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | '$with' | 'with'
>;

/** A built query of Drizzle's; `toSQL` tells it from a promise of something else. */
export interface Query<Rows = unknown> extends PromiseLike<Rows> {
  toSQL(): { sql: string; params: unknown[] };
}

/** A query that has to give rows, or has to give none; else `error` undoes the whole write. */
export interface Checked<Rows = unknown> {
  query: Query<Rows> | Filled<Rows>;
  rows: 'some' | 'none';
  error: () => Error;
}

export type Step<Rows = unknown> = Query<Rows> | Filled<Rows> | Checked<Rows>;

type RowsOf<S> = S extends Checked<infer Rows> ? Rows : S extends Filled<infer Rows> ? Rows : Awaited<S>;
export type Results<Steps extends readonly Step[]> = { -readonly [Index in keyof Steps]: RowsOf<Steps[Index]> };

/** Marks a query (with `returning`, or a select) that has to give at least one row. */
export const must = <Row>(query: Query<Row[]> | Filled<Row[]>, error: () => Error): Checked<Row[]> => ({
  query,
  rows: 'some',
  error,
});

/** Marks a query that has to give no row. */
export const mustNot = <Row>(query: Query<Row[]> | Filled<Row[]>, error: () => Error): Checked<Row[]> => ({
  query,
  rows: 'none',
  error,
});

/**
 * Runs the queries that `build` returns in one transaction, in order, and gives their rows once all of it is durable.
 * All or nothing: a failing query or a missed `must` undoes the rest. Reads never decide in JavaScript what is written:
 * keys, upserts and marked selects do. A generator builds each query when its turn comes, which keeps long imports small.
 *
 * @throws the error of a missed mark; Conflict, BrokenReference or DatabaseUnavailable for what the engine refuses.
 */
export function atomic<const Steps extends readonly Step[]>(
  db: Db,
  build: (tx: Builder) => Steps,
): Promise<Results<Steps>>;
export function atomic(db: Db, build: (tx: Builder) => Iterable<Step>): Promise<unknown[]>;
export function atomic(db: Db, build: (tx: Builder) => Iterable<Step>): Promise<unknown[]> {
  return db.transact(build, 'write');
}

/** Runs selects on one snapshot of the database, so that what they give belongs together. */
export function snapshot<const Steps extends readonly Step[]>(
  db: Db,
  build: (tx: Builder) => Steps,
): Promise<Results<Steps>>;
export function snapshot(db: Db, build: (tx: Builder) => Iterable<Step>): Promise<unknown[]> {
  return db.transact(build, 'read');
}

/** For the drivers: the query of a step, and its rows checked against the mark. */
export const queryOf = (step: Step): Query | Filled => ('query' in step ? step.query : step);

export function checkedRows(step: Step, rows: unknown): unknown {
  if ('query' in step && Array.isArray(rows) && rows.length > 0 !== (step.rows === 'some')) throw step.error();
  return rows;
}
