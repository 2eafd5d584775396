import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { BackupTask } from './backup-worker.ts';

/** Makes a backup in a thread of its own, so that nobody waits for it. @throws what went wrong there */
export function backupInThread(task: BackupTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = startThread();
    const done = (settle: () => void) => {
      settle();
      void worker.terminate();
    };
    worker.once('message', ({ error }: { error?: string }) =>
      done(() => (error === undefined ? resolve() : reject(new Error(error)))),
    );
    worker.once('error', (error) => done(() => reject(error)));
    worker.postMessage(task);
  });
}

/** Built, the thread's code lies beside the server; from source it is loaded through tsx. */
function startThread(): Worker {
  const built = new URL('./backup-worker.js', import.meta.url);
  if (existsSync(fileURLToPath(built))) return new Worker(built);
  const source = new URL('./backup-worker.ts', import.meta.url).href;
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source)}); })`;
  return new Worker(load, { eval: true });
}
