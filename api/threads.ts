import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** A thread's code: the file that scripts/build-server.mjs puts beside the server, and its source. */
export interface ThreadCode {
  built: string;
  source: URL;
}

interface Patience {
  ms: number;
  /** What is thrown once that has passed. */
  late: () => Error;
}

/** Hands a task to a thread of its own and gives the first thing that it sends back; then the thread is ended. */
export function askThread<Reply>(code: ThreadCode, task: unknown, patience?: Patience): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const worker = startThread(code);
    const done = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    const timer = patience && setTimeout(() => done(() => reject(patience.late())), patience.ms);
    worker.once('message', (reply: Reply) => done(() => resolve(reply)));
    worker.once('error', (error) => done(() => reject(error)));
    worker.postMessage(task);
  });
}

/** From source a thread is loaded through tsx. */
function startThread({ built, source }: ThreadCode): Worker {
  const beside = new URL(built, import.meta.url);
  if (existsSync(fileURLToPath(beside))) return new Worker(beside);
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source.href)}); })`;
  return new Worker(load, { eval: true });
}
