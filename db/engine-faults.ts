import { BrokenReference, Conflict, DatabaseUnavailable } from './errors.ts';

/** Codes of SQLite and SQLSTATE classes of PostgreSQL by what they mean to a caller. */
const DUPLICATE = new Set(['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE', '23505']);
const REFERENCE = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', '23503', '23001']);
const UNAVAILABLE =
  /^(SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CORRUPT|CANTOPEN|NOTADB|PERM)|08|53|57P|58|40001|40P01|25006|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/;

/** The error of an engine as one of ours, with the original as its cause; anything else comes back as it is. */
export function engineFault(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  if (DUPLICATE.has(code)) return new Conflict('It is there already.', { cause: error });
  if (REFERENCE.has(code))
    return new BrokenReference('It refers to, or is referred to by, another row.', { cause: error });
  if (UNAVAILABLE.test(code))
    return new DatabaseUnavailable(`The database is unavailable (${code}).`, { cause: error });
  return error;
}

/** Drizzle wraps PostgreSQL's errors, so the code may be a few causes down. */
function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if ('code' in at && typeof at.code === 'string') return at.code;
  return undefined;
}
