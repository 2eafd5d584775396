import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Panel } from '@rapport/surveys/panel';
import { atomic } from '../atomic.ts';
import { copyDatabase } from '../copy-database.ts';
import { columnsOf, tableNames } from '../table-shape.ts';
import { CopyRefused, UnfinishedCopy } from '../errors.ts';
import { importPanel } from '../import-panel.ts';
import { migrate } from '../migrate.ts';
import { open, type Db } from '../open.ts';
import { readPanel } from '../panel.ts';
import { submitResponse } from '../responses.ts';
import { engines } from '../testing/engines.ts';
import { anAccount, anInstrument, aNetwork, aPanel, aSeat, byLead } from '../testing/factories.ts';
import type { TestServer } from '../testing/postgres-server.ts';

const dying = fileURLToPath(new URL('../testing/copy-and-die.ts', import.meta.url));
const servers = new Map<string, TestServer>();
beforeAll(async () => {
  for (const { engine, start } of engines) servers.set(engine, await start());
});
afterAll(async () => {
  for (const server of servers.values()) await server.stop();
});
const newDatabase = (engine: string): Promise<string> => {
  const server = servers.get(engine);
  if (!server) throw new Error(`no ${engine}`);
  return server.newDatabase();
};
const opened = async <T>(url: string, work: (db: Db) => Promise<T>): Promise<T> => {
  const db = await open(url);
  return work(db).finally(() => db.close());
};
const both = <T>(source: string, target: string, work: (from: Db, to: Db) => Promise<T>): Promise<T> =>
  opened(source, (from) => opened(target, (to) => work(from, to)));

/** A source with every column of a panel, 2,000 members more, a submission and an account. */
async function aSource(engine: string): Promise<{ url: string; panel: Panel }> {
  const url = await newDatabase(engine);
  const small = aPanel();
  const added = Array.from({ length: 2000 }, (_, i) => ({
    ...{ member: `m${i}`, organisation: 'x', name: `Person ${i}`, email: null, joined: '2025-01-01', left: null },
  }));
  const panel: Panel = { ...small, members: [...small.members, ...added] };
  await opened(url, async (db) => {
    await migrate(db);
    await importPanel(db, panel, byLead);
    await anAccount(db);
    const seat = await aSeat(db);
    await submitResponse(
      db,
      seat,
      { answers: { trust_1: 4 }, ties: { b: { mode: 2 } }, texts: { more: 'É “so” 網' } },
      { instrument: anInstrument(), key: 'k', now: byLead.now },
    );
  });
  return { url, panel };
}

const everyRow = async (db: Db): Promise<Record<string, string[]>> => {
  const all: Record<string, string[]> = {};
  for (const name of tableNames) {
    const rows: Record<string, unknown>[] = await db.select().from(db.tables[name]);
    all[name] = rows.map((row) => JSON.stringify(columnsOf(name).map(({ key, stored }) => stored(row[key])))).sort();
  }
  return all;
};

const ways = engines.flatMap(({ engine: from }) => engines.map(({ engine: to }) => ({ from, to })));
describe.each(ways)('from $from to $to', ({ from: source, to: target }) => {
  test('every row comes over, the panel and the audit as they were, and the copy is a database like any other', async () => {
    const { url, panel } = await aSource(source);
    const copy = await newDatabase(target);
    const steps = new Set<string>();
    await both(url, copy, async (from, to) => {
      const onProgress = (done: number, all: number, what: string) => void steps.add(`${what} ${done === all}`);
      const copied = await copyDatabase(from, to, { source: url, onProgress });
      expect(copied).toMatchObject({ chains: 2, broken: [], resumed: false });
      expect([...steps].sort()).toEqual(['checking false', 'checking true', 'copying false', 'copying true']);
      const rows = await everyRow(from);
      expect(await everyRow(to)).toEqual(rows);
      expect(copied.rows).toBe(Object.values(rows).flat().length);
      expect(await readPanel(to, panel.network.slug)).toEqual(await readPanel(from, panel.network.slug));
      expect(await migrate(to)).toBe(0);
      await aNetwork(to);
    });
  });

  test('one that is killed half-way is no database yet, and goes on where it was', async () => {
    const { url } = await aSource(source);
    const copy = await newDatabase(target);
    const child = spawn(process.execPath, ['--import', 'tsx', dying, url, copy], { stdio: 'inherit' });
    expect(await new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))).toBe('SIGKILL');
    await both(url, copy, async (from, to) => {
      await expect(migrate(to)).rejects.toThrow(UnfinishedCopy);
      const before = (await to.select().from(to.tables.members)).length;
      expect(before).toBeGreaterThan(0);
      await expect(copyDatabase(from, to, { source: 'file:another.db' })).rejects.toThrow(/copy of another database/);
      const done: number[] = [];
      const onProgress = (at: number, _: number, what: string) => void (what === 'copying' && done.push(at));
      expect(await copyDatabase(from, to, { source: url, onProgress })).toMatchObject({ resumed: true });
      expect(done[0]).toBeGreaterThan(before);
      expect(await everyRow(to)).toEqual(await everyRow(from));
      expect(await migrate(to)).toBe(0);
    });
  });
});

describe.each(engines)('into $engine', ({ engine }) => {
  test('a target with rows of its own is refused, and left as it is', async () => {
    const { url } = await aSource('sqlite');
    const copy = await newDatabase(engine);
    await both(url, copy, async (from, to) => {
      await migrate(to);
      await aNetwork(to, { slug: 'own' });
      const before = await everyRow(to);
      await expect(copyDatabase(from, to, { source: url })).rejects.toThrow(/holds data already .* networks/);
      expect(await everyRow(to)).toEqual(before);
    });
  });

  test('what is written to the source behind the copy, or changed in the copy, is noticed', async () => {
    const { url } = await aSource('sqlite');
    for (const change of ['source', 'copy'] as const) {
      const copy = await newDatabase(engine);
      await both(url, copy, async (from, to) => {
        const stop = (done: number, all: number) => {
          if (done === all) throw new Error('stopped');
        };
        await expect(copyDatabase(from, to, { source: url, onProgress: stop })).rejects.toThrow('stopped');
        const changed = change === 'source' ? from : to;
        const { members } = changed.tables;
        await atomic(changed, (tx) => [
          tx
            .update(members)
            .set({ name: `After ${change}` })
            .where(eq(members.member, 'm7')),
        ]);
        const work = copyDatabase(from, to, { source: url });
        await expect(work).rejects.toThrow(CopyRefused);
        await expect(work).rejects.toThrow(/copy of members .* is not what the source holds now/);
        await expect(migrate(to)).rejects.toThrow(UnfinishedCopy);
      });
    }
  });
});
