import { DrizzleQueryError } from 'drizzle-orm';
import { BrokenReference, Conflict, DatabaseUnavailable } from './errors.ts';

/** SQLite's codes, SQLSTATE, and those of a lost connection. */
const ENGINE_CODE = /^(SQLITE_.*|[0-9A-Z]{5}|E[A-Z_]+)$/;
/** Codes of SQLite and SQLSTATE classes of PostgreSQL by what they mean to a caller. */
const DUPLICATE = new Set(['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE', '23505']);
const REFERENCE = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', '23503', '23001']);
const UNAVAILABLE =
  /^(SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CORRUPT|CANTOPEN|NOTADB|PERM)|08|53|55P03|57P|58|40001|40P01|25006|ECONN|EPIPE|ETIMEDOUT|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;

const LOST = /connection is not open|after calling end on the pool|Connection terminated|timeout exceeded when trying/;

/**
 * The error of an engine as one of ours; anything else comes back as it is. The cause keeps the engine's code and words
 * only: Drizzle's error would carry the parameters, and so people's answers, into a log.
 */
export function engineFault(error: unknown): unknown {
  const engine = engineError(error);
  if (!engine) return withoutParameters(error);
  const { code, message } = engine;
  const cause = new Error(`${code}: ${message}`);
  if (DUPLICATE.has(code)) return new Conflict('It is there already.', { cause });
  if (REFERENCE.has(code)) return new BrokenReference('It refers to, or is referred to by, another row.', { cause });
  if (UNAVAILABLE.test(code)) return new DatabaseUnavailable(`The database is unavailable (${code}).`, { cause });
  return cause;
}

// A driver's own errors have no code: the connection was lost, or closed by us.
function withoutParameters(error: unknown): unknown {
  const inner = error instanceof DrizzleQueryError ? error.cause : error;
  if (!(inner instanceof Error)) return error instanceof DrizzleQueryError ? new Error('A query failed.') : error;
  return LOST.test(inner.message)
    ? new DatabaseUnavailable('The database is unavailable: it has no connection.', { cause: new Error(inner.message) })
    : inner;
}

/** Drizzle wraps PostgreSQL's errors, so the engine's own, the one with a code, may be a few causes down. */
function engineError(error: unknown): { code: string; message: string } | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if ('code' in at && typeof at.code === 'string' && ENGINE_CODE.test(at.code))
      return { code: at.code, message: at.message };
  return undefined;
}
