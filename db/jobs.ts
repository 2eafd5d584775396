import { and, asc, eq, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { atomic, must, type Builder } from './atomic.ts';
import { Conflict } from './errors.ts';
import type { Db } from './open.ts';
import type { Row } from './tables.ts';
import type { JobPayload } from './tables/outcomes.ts';

export type JobRow = Row<'jobs'>;

export interface NewJob {
  job: string;
  kind: string;
  payload: JobPayload;
  runAt: Date;
  /** A second job with the same key is not queued. */
  uniqueKey?: string;
  /** Whom and which wave it is about: the job goes with them. */
  network?: string;
  wave?: string;
  member?: string;
  /** A job that is only a mark is done when it is queued. */
  doneAt?: Date;
}

/** Queues jobs and gives how many were new. */
export async function queueJobs(db: Db, added: readonly NewJob[], now: Date): Promise<number> {
  const { jobs } = db.tables;
  const results = await atomic(db, (tx) =>
    added.map((job) =>
      tx
        .insert(jobs)
        .values({ ...job, createdAt: now })
        .onConflictDoNothing()
        .returning({ job: jobs.job }),
    ),
  );
  return results.flat().length;
}

/**
 * Takes the job that is due longest for `worker`, of the `kinds` named or of any, until `leaseUntil`; null when none is due.
 * A lease that ran out is free again, so a worker that died loses nothing; each taking counts as an attempt.
 */
export async function leaseJob(
  db: Db,
  { worker, kinds, now, leaseUntil }: { worker: string; kinds?: readonly string[]; now: Date; leaseUntil: Date },
): Promise<JobRow | null> {
  const { jobs } = db.tables;
  const free = and(
    kinds ? inArray(jobs.kind, [...kinds]) : undefined,
    isNull(jobs.doneAt),
    isNull(jobs.failedAt),
    lte(jobs.runAt, now),
    or(isNull(jobs.leaseUntil), lte(jobs.leaseUntil, now)),
  );
  const due = (tx: Builder) => tx.select({ job: jobs.job }).from(jobs).where(free).orderBy(asc(jobs.runAt)).limit(1);
  const [rows] = await atomic(db, (tx) => [
    tx
      .update(jobs)
      .set({ leasedBy: worker, leaseUntil, attempts: sql`${jobs.attempts} + 1` })
      .where(and(eq(jobs.job, sql`(${due(tx).getSQL()}${db.skipLocked})`), free))
      .returning(),
  ]);
  return rows[0] ?? null;
}

/** Holds a lease for longer. @throws Conflict when it has gone to another worker. */
export async function renewLease(db: Db, job: string, worker: string, leaseUntil: Date): Promise<void> {
  await settle(db, job, worker, { leaseUntil });
}

/** `outcome` says what came of it. @throws Conflict when the lease has gone to another worker. */
export async function finishJob(db: Db, job: string, worker: string, now: Date, outcome = 'done'): Promise<void> {
  await settle(db, job, worker, { doneAt: now, outcome, leasedBy: null, leaseUntil: null });
}

/**
 * Puts a job back until `retryAt`, or gives it up for good with null; a `blameless` attempt doesn't count.
 * @throws Conflict when the lease has gone.
 */
export async function failJob(
  db: Db,
  job: string,
  worker: string,
  { error, retryAt, now, blameless = false }: { error: string; retryAt: Date | null; now: Date; blameless?: boolean },
): Promise<void> {
  const { jobs } = db.tables;
  const attempts = blameless ? { attempts: sql`${jobs.attempts} - 1` } : {};
  const lease = { leasedBy: null, leaseUntil: null, lastError: error, ...attempts };
  await settle(db, job, worker, retryAt ? { ...lease, runAt: retryAt } : { ...lease, failedAt: now });
}

/** The jobs about a wave of the `kinds` named, oldest first. */
export async function listWaveJobs(db: Db, network: string, wave: string, kinds: readonly string[]): Promise<JobRow[]> {
  const { jobs } = db.tables;
  return db
    .select()
    .from(jobs)
    .where(and(eq(jobs.network, network), eq(jobs.wave, wave), inArray(jobs.kind, [...kinds])))
    .orderBy(asc(jobs.createdAt), asc(jobs.job));
}

/** How many jobs of each kind wait, and how many were given up. */
export async function jobCounts(db: Db): Promise<{ kind: string; waiting: number; failed: number }[]> {
  const { jobs } = db.tables;
  return db
    .select({
      kind: jobs.kind,
      waiting:
        sql<number>`sum(case when ${jobs.doneAt} is null and ${jobs.failedAt} is null then 1 else 0 end)`.mapWith(
          Number,
        ),
      failed: sql<number>`sum(case when ${jobs.failedAt} is not null then 1 else 0 end)`.mapWith(Number),
    })
    .from(jobs)
    .groupBy(jobs.kind)
    .orderBy(asc(jobs.kind));
}

type Settling = Partial<Omit<JobRow, 'attempts'>> & { attempts?: SQL };

async function settle(db: Db, job: string, worker: string, change: Settling): Promise<void> {
  const { jobs } = db.tables;
  await atomic(db, (tx) => [
    must(
      tx
        .update(jobs)
        .set(change)
        .where(and(eq(jobs.job, job), eq(jobs.leasedBy, worker), isNull(jobs.doneAt), isNull(jobs.failedAt)))
        .returning({ job: jobs.job }),
      () => new Conflict(`The lease of job "${job}" has gone to another worker.`),
    ),
  ]);
}
