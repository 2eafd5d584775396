import { count, eq, like } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { atomic, must } from '../atomic.ts';
import { Conflict, NotFound } from '../errors.ts';
import { migrate } from '../migrate.ts';
import { open, type Db } from '../open.ts';
import { onEachEngine } from '../testing/engines.ts';
import { byLead, unique } from '../testing/factories.ts';

const { now } = byLead;
const aJob = (job: string) => ({ job, kind: 'test', payload: {}, runAt: now, createdAt: now });
const storedLike = async (db: Db, stem: string) => {
  const { jobs } = db.tables;
  const rows = await db
    .select({ job: jobs.job })
    .from(jobs)
    .where(like(jobs.job, `${stem}/%`));
  return rows.map(({ job }) => job.slice(stem.length + 1)).sort();
};

onEachEngine((bench) => {
  test('of writes that arrive together, those that fail fail alone and wholly', async () => {
    const { db } = bench;
    const { jobs } = db.tables;
    const stem = unique('together');
    await atomic(db, (tx) => [tx.insert(jobs).values(aJob(`${stem}/taken`))]);
    const missed = new NotFound('job', 'no such');
    const write = (i: number) =>
      atomic(db, (tx) => {
        const own = tx
          .insert(jobs)
          .values(aJob(`${stem}/${i}`))
          .returning({ job: jobs.job });
        if (i === 20)
          return [
            own,
            tx
              .insert(jobs)
              .values(aJob(`${stem}/taken`))
              .returning({ job: jobs.job }),
          ];
        if (i === 40)
          return [own, must(tx.select({ job: jobs.job }).from(jobs).where(eq(jobs.job, 'no such')), () => missed)];
        if (i === 60) throw new TypeError('a mistake of ours');
        return [own];
      });
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_, i) => write(i)));
    const failed = results.flatMap((result, i) =>
      result.status === 'rejected' ? [[i, result.reason as unknown] as const] : [],
    );
    expect(failed.map(([i]) => i)).toEqual([20, 40, 60]);
    expect(failed[0]?.[1]).toBeInstanceOf(Conflict);
    expect(failed[1]?.[1]).toBe(missed);
    expect(failed[2]?.[1]).toBeInstanceOf(TypeError);
    const kept = Array.from({ length: 100 }, (_, i) => i).filter((i) => ![20, 40, 60].includes(i));
    expect(await storedLike(db, stem)).toEqual([...kept.map(String), 'taken'].sort());
    expect((results[7] as PromiseFulfilledResult<unknown>).value).toEqual([[{ job: `${stem}/7` }]]);
  });

  test('what is acknowledged is there for every other connection', async () => {
    const url = await bench.newDatabase();
    const [writer, reader] = [await open(url), await open(url)];
    await migrate(writer);
    const seen = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        await atomic(writer, (tx) => [tx.insert(writer.tables.jobs).values(aJob(`job-${i}`))]);
        const [row] = await reader
          .select({ n: count() })
          .from(reader.tables.jobs)
          .where(eq(reader.tables.jobs.job, `job-${i}`));
        return row?.n;
      }),
    );
    expect(seen).toEqual(Array.from({ length: 30 }, () => 1));
    await reader.close();
    await writer.close();
  });
});
