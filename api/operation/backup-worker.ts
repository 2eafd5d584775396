import { parentPort } from 'node:worker_threads';
import { open } from '@rapport/db/open';
import { makeBackup } from './make-backup.ts';

export interface BackupTask {
  databaseUrl: string;
  file: string;
  passphrase: string | null;
  now: Date;
  /** Rebuilds the database's files afterwards, so that nothing of erased rows is left in them. */
  scrub: boolean;
}

async function run({ databaseUrl, file, passphrase, now, scrub }: BackupTask): Promise<void> {
  const db = await open(databaseUrl);
  try {
    await makeBackup(db, file, { databaseUrl, passphrase, now });
    if (scrub) await db.scrub({ whole: true });
  } finally {
    await db.close();
  }
}

/** A thread that makes one backup; what it sends back is nothing, or what went wrong. */
parentPort?.on('message', (task: BackupTask) => {
  run(task).then(
    () => parentPort?.postMessage({}),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});
