import { expect, test } from 'vitest';
import { atomic } from '../atomic.ts';
import { DatabaseUnavailable } from '../errors.ts';
import { migrate } from '../migrate.ts';
import { open } from '../open.ts';
import { onEachEngine } from '../testing/engines.ts';
import { administration } from '../testing/postgres-server.ts';

onEachEngine((bench) => {
  test('what was asked for before a database closes is still done, and nothing after', async () => {
    const url = await bench.newDatabase();
    const db = await open(url);
    await migrate(db);
    // More than there are connections.
    const write = (key: string) => {
      const { rateLimit } = db.tables;
      return atomic(db, (tx) => [tx.insert(rateLimit).values({ id: key, key, count: 1, lastRequest: 0 })]);
    };
    const writes = Array.from({ length: 40 }, (_, i) => write(`key-${i}`));
    await db.close();
    await Promise.all(writes);
    await expect(write('late')).rejects.toThrow(DatabaseUnavailable);
    await db.close();
    const again = await open(url);
    expect(await again.select().from(again.tables.rateLimit)).toHaveLength(40);
    await again.close();
  });

  if (bench.engine === 'postgres')
    test('a process keeps as many connections as its address allows', async () => {
      const url = `${await bench.newDatabase()}&max=2`;
      const db = await open(url);
      await migrate(db);
      const { networks } = db.tables;
      await Promise.all(Array.from({ length: 20 }, () => db.select().from(networks)));
      const kept = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
      expect((await administration(url, (ask) => ask(kept))).length).toBeLessThanOrEqual(2);
      await db.close();
    });
});
