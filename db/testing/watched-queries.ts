import { BetterSQLiteSession } from 'drizzle-orm/better-sqlite3/session';
import { NodePgSession } from 'drizzle-orm/node-postgres';

interface Prepares {
  prepareQuery(query: { sql: string }, ...more: unknown[]): unknown;
}

/**
 * Notes the SQL of every query that Drizzle makes while `work` runs, on either engine, inside transactions and out of them. Databases
 * have to be opened within, since an open one keeps the way in which it makes queries; what is kept prepared is noted once.
 */
export async function watchQueries<T>(work: (seen: string[]) => Promise<T>): Promise<T> {
  const seen: string[] = [];
  const sessions = [BetterSQLiteSession, NodePgSession].map((session) => session.prototype as unknown as Prepares);
  const before = sessions.map((session) => session.prepareQuery);
  for (const session of sessions) {
    const prepareQuery = session.prepareQuery;
    session.prepareQuery = function (this: unknown, query, ...more) {
      if (!/^(begin|commit|rollback)\b/.test(query.sql)) seen.push(query.sql);
      return prepareQuery.call(this as Prepares, query, ...more);
    };
  }
  try {
    return await work(seen);
  } finally {
    for (const [i, session] of sessions.entries()) session.prepareQuery = before[i] as Prepares['prepareQuery'];
  }
}
