import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { Conflict, DatabaseUnavailable, StoreError } from '../errors.ts';
import { migrate } from '../migrate.ts';
import { open } from '../open.ts';
import { onEachEngine } from '../testing/engines.ts';
import { anAccount } from '../testing/factories.ts';

const SECRET = 'what a member answered';

onEachEngine((bench) => {
  test('a read that fails says nothing of its parameters', async () => {
    const { db } = bench;
    const { members } = db.tables;
    const failing = [
      db
        .select()
        .from(members)
        .where(sql`no_such_function(${SECRET})`),
      db
        .select({ x: sql`no_such_column` })
        .from(members)
        .where(eq(members.name, SECRET)),
      db.insert(members).values({ network: SECRET } as never),
    ];
    for (const query of failing) {
      const error = await query.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(Error);
      let text = '';
      for (let at: unknown = error; at instanceof Error; at = at.cause)
        text += `${at.message} ${at.stack ?? ''} ${JSON.stringify({ ...at })}`;
      expect(text).not.toContain(SECRET);
    }
  });

  test('what the engine refuses while it runs is named outside of atomic writes too', async () => {
    const id = await anAccount(bench.db);
    const { user } = bench.db.tables;
    const [row] = await bench.db.select().from(user).where(eq(user.id, id));
    if (!row) throw new Error('no account');
    const again = async () => bench.db.insert(user).values(row);
    await expect(again()).rejects.toThrow(Conflict);
  });

  test('a read of a database that is gone says so by name', async () => {
    const db = await open(await bench.newDatabase());
    await migrate(db);
    await db.close();
    const read = async () => db.select().from(db.tables.networks);
    await expect(read()).rejects.toThrow(StoreError);
    await expect(read()).rejects.toThrow(DatabaseUnavailable);
  });
});
