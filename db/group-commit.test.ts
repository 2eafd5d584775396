import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atomic } from './atomic.ts';
import { DatabaseUnavailable } from './errors.ts';
import { groupCommit } from './group-commit.ts';
import { migrate } from './migrate.ts';
import { open, type Db } from './open.ts';

// What together.test.ts of the contract can't see from outside: how SQLite comes to it.
const now = new Date('2026-01-15T12:00:00Z');
let folder: string;
let file: string;
let db: Db;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rapport-group-'));
  file = join(folder, 'test.db');
  db = await open(`file:${file}`);
  await migrate(db);
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});
const write = (job: string) =>
  atomic(db, (tx) => [
    tx.insert(db.tables.jobs).values({ job, kind: 'test', payload: {}, runAt: now, createdAt: now }),
  ]);
const stored = () => {
  const client = new Database(file, { readonly: true });
  const rows = client.prepare<[], { job: string }>('SELECT job FROM jobs ORDER BY job').all();
  client.close();
  return rows.map(({ job }) => job);
};

test('writes that arrive together share one commit', async () => {
  await db.scrub({ whole: false });
  const log = () => statSync(`${file}-wal`).size;
  const before = log();
  for (let i = 0; i < 5; i += 1) await write(`in-turn-${i}`);
  const inTurn = (log() - before) / 5;
  const between = log();
  await Promise.all(Array.from({ length: 100 }, (_, i) => write(`together-${i}`)));
  // Each commit of its own writes the same pages of the table once more.
  expect(log() - between).toBeLessThan(20 * inTurn);
});

test('none is acknowledged while the commit is not made, and what was asked for before the close is made before it', async () => {
  let acknowledged = 0;
  const writes = ['a', 'b', 'c'].map(async (job) => {
    await write(job);
    acknowledged += 1;
  });
  await Promise.resolve();
  expect([acknowledged, stored()]).toEqual([0, []]);
  await db.close();
  expect(stored()).toEqual(['a', 'b', 'c']);
  await Promise.all(writes);
  expect(acknowledged).toBe(3);
});

test('a database that is locked refuses all of them, and keeps none', async () => {
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  try {
    const results = await Promise.allSettled([write('a'), write('b')]);
    for (const result of results) expect(result).toMatchObject({ reason: expect.any(DatabaseUnavailable) as unknown });
  } finally {
    other.exec('ROLLBACK');
    other.close();
  }
  expect(stored()).toEqual([]);
  await write('c');
  expect(stored()).toEqual(['c']);
});

test('when one makes the engine give the whole transaction up, the others are made all the same', async () => {
  const client = new Database(':memory:');
  client.exec('CREATE TABLE t (n integer)');
  const insert = client.prepare('INSERT INTO t VALUES (?)');
  let n = 0;
  const commits = groupCommit(client, (build) => {
    for (const step of build(undefined as never)) void step;
    return [];
  });
  const one = (refused: boolean) => () => {
    insert.run((n += 1));
    // As SQLite does of itself on a full disk.
    if (refused) {
      client.exec('ROLLBACK');
      throw new Error('full');
    }
    return [];
  };
  const results = await Promise.allSettled([false, true, false].map((refused) => commits.write(one(refused))));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(client.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 2 });
  client.close();
});

test('writes that come one a turn of the event loop are gathered while the disk is slow', async () => {
  const client = new Database(':memory:');
  let turn = 0;
  const groups = new Set<number>();
  const commits = groupCommit(client, (build) => {
    for (const step of build(undefined as never)) void step;
    groups.add(turn);
    return [];
  });
  const slow = () => {
    for (const end = performance.now() + 20; performance.now() < end;);
    return [];
  };
  await commits.write(slow);
  groups.clear();
  const writes: Promise<unknown>[] = [];
  for (; turn < 30; turn += 1) {
    writes.push(commits.write(() => []));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(writes);
  expect(groups.size).toBeLessThan(5);
  client.close();
});
