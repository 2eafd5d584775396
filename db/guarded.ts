import { engineFault } from './engine-faults.ts';

type Method = (...args: unknown[]) => unknown;
interface Prepared {
  [method: string]: unknown;
}
interface Session {
  prepareQuery(...args: unknown[]): Prepared;
}

/** What runs a prepared query: `execute` on PostgreSQL; on SQLite, whose `execute` calls one of the others, those. */
const RUNS = { postgres: ['execute'], sqlite: ['run', 'all', 'get', 'values'] } as const;

/**
 * Drizzle's database, whose queries fail with errors of ours also where they are awaited by themselves: the engine's would
 * carry parameters, and so people's answers, into a log, and mean nothing to a caller. Both of Drizzle's drivers make every
 * query through `session.prepareQuery`, which no public type names; db/contract/faults.test.ts fails should that change.
 */
export function guarded<Database extends object>(database: Database, engine: keyof typeof RUNS): Database {
  const { session } = database as unknown as { session: Session };
  const prepare = session.prepareQuery.bind(session);
  session.prepareQuery = (...args) => {
    const prepared = orFault(() => prepare(...args));
    for (const name of RUNS[engine]) {
      const method = prepared[name];
      if (typeof method !== 'function') continue;
      prepared[name] = (...given: unknown[]) => orFault(() => (method as Method).apply(prepared, given));
    }
    return prepared;
  };
  return database;
}

function orFault<T>(work: () => T): T {
  try {
    const result = work();
    if (!(result instanceof Promise)) return result;
    // The same promise, failing otherwise.
    return result.catch((error: unknown) => {
      throw engineFault(error);
    }) as T;
  } catch (error) {
    throw engineFault(error);
  }
}
