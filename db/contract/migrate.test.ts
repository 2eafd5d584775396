import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DatabaseNewer } from '../errors.ts';
import { migrate } from '../migrate.ts';
import { listNetworks } from '../networks.ts';
import { open, type Db } from '../open.ts';
import { onEachEngine } from '../testing/engines.ts';
import { aNetwork } from '../testing/factories.ts';

const ours = fileURLToPath(new URL('../migrations', import.meta.url));

onEachEngine((bench) => {
  const onNewDatabase = async (run: (db: Db, url: string) => Promise<void>) => {
    const url = await bench.newDatabase();
    const db = await open(url);
    await run(db, url).finally(() => db.close());
  };

  /** Our migrations and one more, as a later version of the program would ship them. */
  const withOneMore = async (statement: string, run: (folder: string) => Promise<void>) => {
    const folder = mkdtempSync(join(tmpdir(), 'rapport-migrations-'));
    cpSync(ours, folder, { recursive: true });
    for (const engine of ['sqlite', 'pg']) {
      const path = join(folder, engine, 'meta/_journal.json');
      const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: object[] };
      const entry = { idx: 99, version: '6', when: 4_000_000_000_000, tag: '0099_later', breakpoints: true };
      writeFileSync(path, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
      writeFileSync(join(folder, engine, '0099_later.sql'), statement);
    }
    await run(folder).finally(() => rmSync(folder, { recursive: true }));
  };

  test('every column of every table is there', async () => {
    for (const table of Object.values(bench.db.tables)) await bench.db.select().from(table).limit(1);
  });

  test('runs each migration once, with progress', async () => {
    await onNewDatabase(async (db) => {
      const steps: [number, number][] = [];
      const ran = await migrate(db, { onProgress: (done, all) => steps.push([done, all]) });
      expect(ran).toBeGreaterThan(0);
      expect(steps.at(-1)).toEqual([ran, ran]);
      expect(await migrate(db)).toBe(0);
      await aNetwork(db);
      expect(await migrate(db)).toBe(0);
      expect(await listNetworks(db)).toHaveLength(1);
    });
  });

  test('processes that start at once migrate once', async () => {
    await onNewDatabase(async (db, url) => {
      const others = await Promise.all([open(url), open(url), open(url)]);
      const ran = await Promise.all([db, ...others].map((each) => migrate(each)));
      expect(ran.filter((count) => count > 0)).toHaveLength(1);
      await Promise.all(others.map((other) => other.close()));
    });
  });

  test('a newer database refuses an older program, and stays as it is', async () => {
    await onNewDatabase(async (db) => {
      await withOneMore('ALTER TABLE networks ADD COLUMN later text', async (folder) => {
        await migrate(db);
        await aNetwork(db);
        expect(await migrate(db, { folder })).toBe(1);
        await expect(migrate(db)).rejects.toThrow(DatabaseNewer);
        expect(await migrate(db, { folder })).toBe(0);
        expect(await listNetworks(db)).toHaveLength(1);
      });
    });
  });

  test('a migration that fails leaves nothing of itself', async () => {
    await onNewDatabase(async (db) => {
      const statements = 'CREATE TABLE half (id text);--> statement-breakpoint\nCREATE TABLE networks (id text)';
      await withOneMore(statements, async (folder) => {
        await migrate(db);
        await expect(migrate(db, { folder })).rejects.toThrow(/networks/);
        expect(await migrate(db)).toBe(0);
        await withOneMore('CREATE TABLE half (id text)', async (mended) => {
          expect(await migrate(db, { folder: mended })).toBe(1);
        });
      });
    });
  });
});
