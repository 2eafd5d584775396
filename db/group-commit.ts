import type Database from 'better-sqlite3';
import type { Builder, Step } from './atomic.ts';

type Build = (tx: Builder) => Iterable<Step>;

interface Waiting {
  build: Build;
  resolve(rows: unknown[]): void;
  reject(error: unknown): void;
}
type Outcome = { rows: unknown[] } | { error: unknown };

/** Turns of the event loop without another write after which nobody else is taken to be on the way. */
const QUIET_TURNS = 3;
const LONGEST_GATHER_MS = 20;

/**
 * Writes that arrive together share one durable commit, since its cost is the disk's and not theirs. Each is a savepoint within,
 * so that one that fails undoes itself alone; none is acknowledged, or refused, before the commit is on disk.
 *
 * Node takes one new connection a turn of its loop, and a commit holds the turn up: with a commit in each turn, no more members
 * would get in than the disk makes commits. So writes are gathered over turns, while more come and no longer than the last took.
 */
export function groupCommit(client: Database.Database, run: (build: Build) => unknown[]) {
  let waiting: Waiting[] = [];
  let commitMs = 0;
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
    const begin = performance.now();
    const found = outcomes(group);
    commitMs = performance.now() - begin;
    found.forEach((outcome, i) => {
      if ('rows' in outcome) group[i]?.resolve(outcome.rows);
      else group[i]?.reject(outcome.error);
    });
  }

  function gather(): void {
    const begin = performance.now();
    let [gathered, quiet] = [0, 0];
    const turn = () => {
      quiet = waiting.length > gathered ? 0 : quiet + 1;
      gathered = waiting.length;
      const isOver = performance.now() - begin >= Math.min(commitMs, LONGEST_GATHER_MS);
      if (quiet >= QUIET_TURNS || isOver) flush();
      else setImmediate(turn);
    };
    setImmediate(turn);
  }

  return {
    flush,
    /** Rows of a write once they are durable. */
    write: (build: Build): Promise<unknown[]> =>
      new Promise((resolve, reject) => {
        if (waiting.push({ build, resolve, reject }) === 1) gather();
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
