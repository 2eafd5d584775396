import { asc, count, eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { atomic, must, mustNot, snapshot } from '../atomic.ts';
import { BrokenReference, Conflict, NotFound } from '../errors.ts';
import { onEachEngine } from '../testing/engines.ts';
import { aNetwork, aSeat, byLead, unique } from '../testing/factories.ts';

onEachEngine((bench) => {
  const { now } = byLead;
  const aJob = (job: string, uniqueKey?: string) => ({
    job,
    kind: 'test',
    payload: {},
    runAt: now,
    createdAt: now,
    uniqueKey,
  });
  const stored = async (job: string) => {
    const { jobs } = bench.db.tables;
    return (await bench.db.select({ n: count() }).from(jobs).where(eq(jobs.job, job)))[0]?.n;
  };

  test('gives the rows of each query in order', async () => {
    const { jobs } = bench.db.tables;
    const job = unique('job');
    const [inserted, none, read] = await atomic(bench.db, (tx) => [
      tx.insert(jobs).values(aJob(job)).returning({ job: jobs.job }),
      tx.select().from(jobs).where(eq(jobs.job, 'no such')),
      must(tx.select({ job: jobs.job }).from(jobs).where(eq(jobs.job, job)), () => new NotFound('job', job)),
    ]);
    expect([inserted, none, read]).toEqual([[{ job }], [], [{ job }]]);
  });

  test('a missed must undoes what went before it and throws its error', async () => {
    const { jobs } = bench.db.tables;
    const job = unique('job');
    const missed = new NotFound('job', 'no such');
    const write = atomic(bench.db, (tx) => [
      tx.insert(jobs).values(aJob(job)),
      must(
        tx.update(jobs).set({ kind: 'other' }).where(eq(jobs.job, 'no such')).returning({ job: jobs.job }),
        () => missed,
      ),
      tx.insert(jobs).values(aJob(unique('never'))),
    ]);
    await expect(write).rejects.toBe(missed);
    expect(await stored(job)).toBe(0);
  });

  test('a mustNot that finds a row undoes the write', async () => {
    const { jobs } = bench.db.tables;
    const job = unique('job');
    const found = new Conflict('found');
    const write = atomic(bench.db, (tx) => [
      tx.insert(jobs).values(aJob(job)),
      mustNot(tx.select().from(jobs).where(eq(jobs.job, job)), () => found),
    ]);
    await expect(write).rejects.toBe(found);
    expect(await stored(job)).toBe(0);
  });

  test('an upsert whose condition matches nothing gives no row, which must notices', async () => {
    const { jobs } = bench.db.tables;
    const job = unique('job');
    await atomic(bench.db, (tx) => [tx.insert(jobs).values(aJob(job))]);
    const write = atomic(bench.db, (tx) => [
      must(
        tx
          .insert(jobs)
          .values(aJob(job))
          .onConflictDoUpdate({ target: jobs.job, set: { kind: 'x' }, setWhere: eq(jobs.attempts, 7) })
          .returning(),
        () => new Conflict('missed'),
      ),
    ]);
    await expect(write).rejects.toThrow('missed');
  });

  test('a generator builds each query when its turn comes, and an error in it undoes the rest', async () => {
    const { jobs } = bench.db.tables;
    const [first, second] = [unique('job'), unique('job')];
    const seen: string[] = [];
    const write = atomic(bench.db, function* (tx) {
      seen.push('first');
      yield tx.insert(jobs).values(aJob(first));
      seen.push('second');
      yield tx.insert(jobs).values(aJob(second));
      throw new Error('stop');
    });
    await expect(write).rejects.toThrow('stop');
    expect(seen).toEqual(['first', 'second']);
    expect([await stored(first), await stored(second)]).toEqual([0, 0]);
  });

  test('what the engine refuses has the same name on both', async () => {
    const { jobs, members, networks } = bench.db.tables;
    const job = unique('job');
    await atomic(bench.db, (tx) => [tx.insert(jobs).values(aJob(job, job))]);
    await expect(atomic(bench.db, (tx) => [tx.insert(jobs).values(aJob(job))])).rejects.toThrow(Conflict);
    await expect(atomic(bench.db, (tx) => [tx.insert(jobs).values(aJob(unique('j'), job))])).rejects.toThrow(Conflict);
    const stray = { network: 'none', member: 'm', organisation: 'o', position: 0, joined: '2026-01-01' };
    await expect(atomic(bench.db, (tx) => [tx.insert(members).values(stray)])).rejects.toThrow(BrokenReference);
    const seat = await aSeat(bench.db);
    const deletion = atomic(bench.db, (tx) => [tx.delete(networks).where(eq(networks.slug, seat.network))]);
    await expect(deletion).rejects.toThrow(BrokenReference);
  });

  test('writes at the same time all count', async () => {
    const { networks } = bench.db.tables;
    const slug = await aNetwork(bench.db);
    await Promise.all(
      Array.from({ length: 50 }, () =>
        atomic(bench.db, (tx) => [
          tx
            .update(networks)
            .set({ revision: sql`${networks.revision} + 1` })
            .where(eq(networks.slug, slug)),
        ]),
      ),
    );
    const [row] = await bench.db.select().from(networks).where(eq(networks.slug, slug));
    expect(row?.revision).toBe(51);
  });

  test('a snapshot sees either all or nothing of a write', async () => {
    const { networks, jobs } = bench.db.tables;
    const slug = await aNetwork(bench.db);
    const key = unique('key');
    const write = (i: number) =>
      atomic(bench.db, (tx) => [
        tx
          .update(networks)
          .set({ revision: sql`${networks.revision} + 1` })
          .where(eq(networks.slug, slug)),
        tx.insert(jobs).values({ ...aJob(`${key}-${String(i).padStart(3, '0')}`), kind: key }),
      ]);
    const read = async () => {
      const [[network], made] = await snapshot(bench.db, (tx) => [
        tx.select().from(networks).where(eq(networks.slug, slug)),
        tx.select({ job: jobs.job }).from(jobs).where(eq(jobs.kind, key)).orderBy(asc(jobs.job)),
      ]);
      return (network?.revision ?? 0) - 1 - made.length;
    };
    const differences = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? read() : write(i).then(() => 0))),
    );
    expect(differences.every((difference) => difference === 0)).toBe(true);
  });

  test('instants, booleans, numbers and JSON come back as they went in', async () => {
    const { releases, user, rateLimit } = bench.db.tables;
    const seat = await aSeat(bench.db);
    const instant = new Date('2026-03-29T01:30:00.123Z');
    const id = unique('user');
    const account = { id, name: 'N', email: id, emailVerified: true, createdAt: instant, updatedAt: instant };
    await atomic(bench.db, (tx) => [
      tx.insert(user).values(account),
      tx.insert(rateLimit).values({ id, key: id, count: 1, lastRequest: 1_795_000_000_123 }),
    ]);
    const [back] = await bench.db.select().from(user).where(eq(user.id, id));
    expect(back).toEqual({ ...account, image: null, disabledAt: null, language: null, twoFactorEnabled: false });
    const [limit] = await bench.db.select().from(rateLimit).where(eq(rateLimit.id, id));
    expect(limit?.lastRequest).toBe(1_795_000_000_123);
    expect(await bench.db.select().from(releases).where(eq(releases.network, seat.network))).toEqual([]);
  });
});
