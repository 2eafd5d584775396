import { expect, test } from 'vitest';
import { tryWriting } from '../health.ts';
import { countTry, uncountTry } from '../limits.ts';
import { migrate } from '../migrate.ts';
import { open } from '../open.ts';
import { onEachEngine } from '../testing/engines.ts';
import { at, unique } from '../testing/factories.ts';

const MINUTE = 60_000;

onEachEngine((bench) => {
  test('tries that come at once are all counted, the first of a key among them', async () => {
    const now = at('2026-01-15T12:00:00Z');
    for (let round = 0; round < 30; round += 1) {
      const key = unique('key');
      const tries = Array.from({ length: 8 }, () => countTry(bench.db, key, now, MINUTE));
      const counts = (await Promise.all(tries)).map(({ count }) => count);
      expect(counts.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    }
  });

  test('a database that takes writes says so to all who ask at once, the first among them', async () => {
    for (let round = 0; round < 5; round += 1) {
      const db = await open(await bench.newDatabase());
      await migrate(db);
      await Promise.all(Array.from({ length: 8 }, () => tryWriting(db, at('2026-01-15T12:00:00Z'))));
      await db.close();
    }
  });

  test('a try is taken back, and a window that is over begins anew', async () => {
    const key = unique('key');
    const count = async (instant: string) => (await countTry(bench.db, key, at(instant), MINUTE)).count;
    expect([await count('2026-01-15T12:00:00Z'), await count('2026-01-15T12:00:59Z')]).toEqual([1, 2]);
    await uncountTry(bench.db, key);
    expect([await count('2026-01-15T12:00:59Z'), await count('2026-01-15T12:01:00Z')]).toEqual([2, 1]);
  });
});
