import type Database from 'better-sqlite3';
import type { Builder, Step } from './atomic.ts';

type Build = (tx: Builder) => Iterable<Step>;

interface Waiting {
  build: Build;
  resolve(rows: unknown[]): void;
  reject(error: unknown): void;
}
type Outcome = { rows: unknown[] } | { error: unknown };

/**
 * Writes that arrive together share one durable commit, since its cost is the disk's and not theirs. Each is a savepoint within,
 * so that one that fails undoes itself alone; none is acknowledged, or refused, before the commit is on disk.
 */
export function groupCommit(client: Database.Database, run: (build: Build) => unknown[]) {
  let waiting: Waiting[] = [];
  const one = client.transaction(run);
  // Within the shared transaction `one` is a savepoint. What the engine undid with all that went before it comes out as thrown.
  const together = client.transaction((group: Waiting[], lost: (error: unknown) => void) =>
    group.map(({ build }): Outcome => {
      try {
        return { rows: one(build) };
      } catch (error) {
        if (client.inTransaction) return { error };
        lost(error);
        throw error;
      }
    }),
  );

  /** The outcomes of a group: when one write made the engine give the transaction up (a full disk), each tries by itself. */
  function outcomes(group: Waiting[]): Outcome[] {
    let isLost = false;
    try {
      return together.immediate(group, () => (isLost = true));
    } catch (error) {
      return group.map(({ build }) => (isLost && group.length > 1 ? attempt(() => one.immediate(build)) : { error }));
    }
  }

  /** Commits what waits, at once. */
  function flush(): void {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    outcomes(group).forEach((outcome, i) => {
      if ('rows' in outcome) group[i]?.resolve(outcome.rows);
      else group[i]?.reject(outcome.error);
    });
  }

  return {
    flush,
    /** Rows of a write once they are durable; runs when the requests that have come so far have been read. */
    write: (build: Build): Promise<unknown[]> =>
      new Promise((resolve, reject) => {
        if (waiting.push({ build, resolve, reject }) === 1) setImmediate(flush);
      }),
  };
}

function attempt(work: () => unknown[]): Outcome {
  try {
    return { rows: work() };
  } catch (error) {
    return { error };
  }
}
