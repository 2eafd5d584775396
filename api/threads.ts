import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
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

/** So many threads work at once, so that a long backup holds nothing up; the others wait their turn. */
export const MOST_AT_ONCE = Math.max(2, availableParallelism() - 1);
let working = 0;
const waiting: (() => void)[] = [];

/** Hands a task to a thread of its own and gives the first thing that it sends back; then the thread is ended. */
export async function askThread<Reply>(code: ThreadCode, task: unknown, patience?: Patience): Promise<Reply> {
  if (working === MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else working += 1;
  try {
    return await runThread(code, task, patience);
  } finally {
    // The place goes to whoever has waited longest.
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  }
}

function runThread<Reply>(code: ThreadCode, task: unknown, patience?: Patience): Promise<Reply> {
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
    worker.once('exit', (code) => done(() => reject(new Error(`a thread ended before it was done, with ${code}`))));
    worker.postMessage(task);
  });
}

/** On Linux a priority is a thread's own: whoever answers a survey meanwhile goes first. Elsewhere it would be the process's. */
const AFTER_REQUESTS = "if (process.platform === 'linux') require('node:os').setPriority(10);";

/** From source a thread is loaded through tsx. */
function startThread({ built, source }: ThreadCode): Worker {
  const beside = new URL(built, import.meta.url);
  const load = existsSync(fileURLToPath(beside))
    ? `import(${JSON.stringify(beside.href)})`
    : `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source.href)}); })`;
  return new Worker(`${AFTER_REQUESTS} ${load}`, { eval: true });
}
