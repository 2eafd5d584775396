import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DatabaseUnavailable } from './errors.ts';
import { migrate } from './migrate.ts';
import { listNetworks } from './networks.ts';
import { open } from './open.ts';
import { aNetwork } from './testing/factories.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapport-open-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a SQLite file and its folder are made, durable and strict about references', async () => {
  const path = join(folder, 'data', 'rapport.db');
  const db = await open(`file:${path}`);
  await migrate(db);
  for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  const pragma = async (name: string) => {
    const { networks } = db.tables;
    await aNetwork(db);
    const [row] = await db.select({ value: sql<unknown>`(select * from ${sql.raw(`pragma_${name}`)})` }).from(networks);
    return row?.value;
  };
  expect(await pragma('journal_mode')).toBe('wal');
  expect(await pragma('synchronous')).toBe(2);
  expect(await pragma('foreign_keys')).toBe(1);
  expect(await pragma('busy_timeout')).toBe(5000);
  await db.close();
});

test('what was stored is there after closing and opening again', async () => {
  const url = `file:${join(folder, 'rapport.db')}`;
  const first = await open(url);
  await migrate(first);
  const slug = await aNetwork(first);
  await first.close();
  const second = await open(url);
  expect(await listNetworks(second)).toMatchObject([{ slug }]);
  await second.close();
});

test('a database in memory serves tests', async () => {
  const db = await open('file::memory:');
  await migrate(db);
  await aNetwork(db);
  expect(await listNetworks(db)).toHaveLength(1);
  await db.close();
});

test('what can’t be opened or reached is named', async () => {
  const garbage = join(folder, 'garbage.db');
  writeFileSync(garbage, 'this is no database, and long enough to be sure of it'.repeat(50));
  await expect(open(`file:${garbage}`)).rejects.toThrow(DatabaseUnavailable);
  await expect(open('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(DatabaseUnavailable);
  await expect(open('mysql://host/database')).rejects.toThrow('starts with file: or postgres://');
});

test('a database that another program holds locked is named, not waited for without end', async () => {
  const path = join(folder, 'rapport.db');
  const db = await open(`file:${path}`);
  await migrate(db);
  const holder = new Database(path);
  holder.exec('BEGIN IMMEDIATE');
  await expect(aNetwork(db)).rejects.toThrow(DatabaseUnavailable);
  holder.exec('ROLLBACK');
  holder.close();
  await aNetwork(db);
  await db.close();
});
