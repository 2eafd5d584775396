import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { Conflict } from '@rapport/db/errors';
import { failJob, finishJob, leaseJob, renewLease, type JobRow } from '@rapport/db/jobs';
import type { Services } from '../context.ts';

/**
 * What came of a job: done; to be tried again, after its back-off or at `at`; or given up. `pause` ends the pass and does not
 * count as an attempt: what was in the way of this job is in the way of all of them.
 */
export type JobResult = { outcome: string } | { retry: string; at?: Date; pause?: boolean } | { failed: string };

export type JobHandler = (job: JobRow) => Promise<JobResult>;
export type JobHandlers = Record<string, JobHandler>;

/** A process that died in a job holds it up for no longer than this. */
export const LEASE_MS = 120_000;
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 4 * 60 * MINUTE_MS;
/** Some three days, as mail servers have it; and a job that ends its process is not run for ever. */
const MOST_ATTEMPTS = 24;

export const newWorker = (): string => `${hostname()}:${process.pid}:${randomUUID()}`;

/** Milliseconds until the next attempt: 1 minute, 4, 16, 64, then 240 each. */
export const backOff = (attempts: number): number => Math.min(LONGEST_WAIT_MS, MINUTE_MS * 4 ** (attempts - 1));

export interface RunOptions {
  worker?: string;
  leaseMs?: number;
  /** Asked before each job. */
  stopped?: () => boolean;
}

/**
 * Runs what is due, one job after the other, until nothing is or `stopped` says so; gives how many were run. A process that
 * dies leaves the one job that it was at, which is run again when its lease has run out.
 */
export async function runDueJobs(
  { db, clock, log }: Pick<Services, 'db' | 'clock' | 'log'>,
  handlers: JobHandlers,
  { worker = newWorker(), leaseMs = LEASE_MS, stopped = () => false }: RunOptions = {},
): Promise<number> {
  const kinds = Object.keys(handlers);
  for (let ran = 0; ; ran += 1) {
    if (stopped()) return ran;
    const now = clock();
    const job = await leaseJob(db, { worker, kinds, now, leaseUntil: new Date(now.getTime() + leaseMs) });
    const handler = job && handlers[job.kind];
    if (!handler) return ran;
    const started = performance.now();
    const result = await runOne(job, handler);
    const ms = Math.round(performance.now() - started);
    const level = 'outcome' in result ? 'info' : 'warn';
    log[level]({ job: job.job, kind: job.kind, attempts: job.attempts, ms, ...result }, 'job');
    await settle(db, job, worker, result, clock()).catch((error: unknown) => {
      // It took longer than its lease and another worker has it.
      if (!(error instanceof Conflict)) throw error;
      log.warn({ job: job.job }, 'the lease of a job was lost');
    });
    if ('retry' in result && result.pause) return ran + 1;
  }

  // A job that takes longer than its lease keeps it for as long as this process lives.
  async function renewing(job: JobRow, handler: JobHandler): Promise<JobResult> {
    const timer = setInterval(() => {
      renewLease(db, job.job, worker, new Date(clock().getTime() + leaseMs)).catch((error: unknown) =>
        log.warn({ err: error, job: job.job }, 'the lease of a job could not be renewed'),
      );
    }, leaseMs / 3);
    return handler(job).finally(() => clearInterval(timer));
  }

  async function runOne(job: JobRow, handler: JobHandler): Promise<JobResult> {
    if (job.attempts > MOST_ATTEMPTS) return { failed: 'too many attempts' };
    try {
      return await renewing(job, handler);
    } catch (error) {
      log.error({ err: error, job: job.job, kind: job.kind }, 'job failed');
      return { retry: error instanceof Error ? error.name : 'unknown' };
    }
  }
}

async function settle(db: Services['db'], job: JobRow, worker: string, result: JobResult, now: Date): Promise<void> {
  if ('outcome' in result) return finishJob(db, job.job, worker, now, result.outcome);
  if ('failed' in result) return failJob(db, job.job, worker, { error: result.failed, retryAt: null, now });
  const blameless = result.pause === true;
  const retryAt = result.at ?? new Date(now.getTime() + (blameless ? MINUTE_MS : backOff(job.attempts)));
  const last = !blameless && job.attempts >= MOST_ATTEMPTS;
  return failJob(db, job.job, worker, { error: result.retry, retryAt: last ? null : retryAt, now, blameless });
}
