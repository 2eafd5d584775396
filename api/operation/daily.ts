import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { listErasures } from '@rapport/db/erasure';
import { queueJobs } from '@rapport/db/jobs';
import { Cron } from 'croner';
import type { Services } from '../context.ts';
import type { JobHandlers, JobResult } from '../jobs/run.ts';
import { backupName } from './backup-name.ts';
import { backupInThread } from './backup-thread.ts';
import { keepLedger, ledgerFile } from './erasure-ledger.ts';
import { eraseLeavers } from './retention.ts';

type Operating = Pick<Services, 'db' | 'config' | 'clock' | 'log'>;

const BACKUP = 'operation.backup';
const RETENTION = 'operation.retention';
const DAY_MS = 86_400_000;
/** When people who left long ago are erased, where no hour for backups is set. */
const HOUR = 2;

/**
 * The last time up to `now` that it was this hour on this machine's clock: on the day of a change to summer time that has no
 * such hour, the one after it; on the day that has it twice, the first.
 */
export function lastHour(hour: number, now: Date, timezone?: string): Date {
  const cron = new Cron(`0 ${hour} * * *`, { paused: true, ...(timezone && { timezone }) });
  // A minute on, since the run at `now` itself counts.
  const [last] = cron.previousRuns(1, new Date(now.getTime() + 1000));
  return last ?? now;
}

/**
 * Queues what is to be done once a day, keyed by the time that it was due: several processes queue it once, and one that was
 * asleep for days catches up once. Erasures that the ledger does not know are written down.
 */
export async function planDaily({ db, config, clock, log }: Operating): Promise<void> {
  await keepLedger(db, ledgerFile(config)).catch((error: unknown) => {
    // Mails and backups do not wait for it; the doctor names what is missing.
    log.error({ err: error }, 'the ledger of erasures could not be written');
  });
  const now = clock();
  const due = lastHour(config.backups?.hour ?? HOUR, now);
  const kinds = [RETENTION, ...(config.backups ? [BACKUP] : [])];
  const job = (kind: string) => ({
    job: randomUUID(),
    kind,
    payload: {},
    runAt: due,
    uniqueKey: `${kind} ${due.toISOString()}`,
  });
  await queueJobs(db, kinds.map(job), now);
}

export const dailyHandlers = (services: Operating): JobHandlers => ({
  [BACKUP]: () => scheduledBackup(services),
  [RETENTION]: async () => ({ outcome: `erased ${await eraseLeavers(services)}` }),
});

async function scheduledBackup({ db, config, clock, log }: Operating): Promise<JobResult> {
  const { backups, backupPassphrase: passphrase, databaseUrl } = config;
  if (!backups) return { failed: 'BACKUP_DIR is not set' };
  const now = clock();
  const folder = resolve(backups.folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = backupName.at(now);
  const scrub = (await listErasures(db)).some(({ erasedAt }) => now.getTime() - erasedAt.getTime() < 2 * DAY_MS);
  const started = performance.now();
  await backupInThread({ databaseUrl, file: join(folder, name), passphrase, now, scrub });
  // Beside the backups, so that a restore finds who was erased since.
  await keepLedger(db, join(folder, 'erasures.jsonl'));
  const made = (await readdir(folder)).filter(backupName.is).sort();
  const old = made.slice(0, Math.max(0, made.length - backups.keep));
  for (const one of old) await rm(join(folder, one), { force: true });
  log.info({ backup: name, ms: Math.round(performance.now() - started), removed: old.length }, 'backup made');
  return { outcome: name };
}
