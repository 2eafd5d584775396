import { askThread } from '../threads.ts';
import type { BackupTask } from './backup-worker.ts';

const THREAD = {
  built: './backup-worker.js',
  source: new URL('./backup-worker.ts', import.meta.url),
  inBackground: true,
};

/** Makes a backup in a thread of its own, so that nobody waits for it. @throws what went wrong there */
export async function backupInThread(task: BackupTask): Promise<void> {
  const { error } = await askThread<{ error?: string }>(THREAD, task);
  if (error !== undefined) throw new Error(error);
}
