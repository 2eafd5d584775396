import type { Builder, Step } from './atomic.ts';
import type { Columns } from './columns.ts';
import type { Filled } from './prepared.ts';
import type { Tables } from './tables.ts';

export type Engine = 'sqlite' | 'postgres';

/** Yields one statement at a time and gets its rows. */
export type MigrationScript = Generator<string, void, Record<string, unknown>[]>;

/** An open database. Reads are built with `select` and awaited; writes go through `atomic` (atomic.ts). */
export interface Db extends Builder {
  engine: Engine;
  tables: Tables;
  /** SHA-256 of an SQL text, made by the engine. */
  sha256: Columns['sha256'];
  /** Ends a select of rows to be taken, so that two processes never wait for the same one. */
  skipLocked: Columns['skipLocked'];
  /** Drizzle's own database, for better-auth's adapter alone. */
  drizzle: object;
  /** The rows of a prepared query (prepared.ts). */
  read<Rows>(filled: Filled<Rows>): Promise<Rows>;
  transact(build: (tx: Builder) => Iterable<Step>, mode: 'write' | 'read'): Promise<unknown[]>;
  /**
   * One transaction over awaited work on a connection of its own, a read one on one snapshot: for backup and restore alone,
   * since no other write gets in between on SQLite.
   */
  session<T>(mode: 'write' | 'read', work: (tx: Builder) => Promise<T>): Promise<T>;
  /** Empties the write-ahead log, and with `whole` rebuilds the files, so that nothing of deleted rows is left in either. */
  scrub({ whole }: { whole: boolean }): Promise<void>;
  /** What the engine itself finds wrong with its file or tables, a line each. */
  integrityFaults(): Promise<string[]>;
  /** Runs a script in one transaction that keeps other processes out; for `migrate` alone. */
  migration(script: () => MigrationScript): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens `file:PATH` (SQLite; `file::memory:` for tests) or `postgres://…`. The folder of a SQLite file is made if need be.
 * Tables are there only after `migrate` (migrate.ts).
 *
 * @throws DatabaseUnavailable when it can't be opened or reached.
 */
export async function open(url: string): Promise<Db> {
  if (/^postgres(ql)?:\/\//.test(url)) return (await import('./open.pg.ts')).openPostgres(url);
  if (url.startsWith('file:')) return (await import('./open.sqlite.ts')).openSqlite(url.slice('file:'.length));
  throw new Error(`A database address starts with file: or postgres://, not "${url.split(':')[0]}:"`);
}
