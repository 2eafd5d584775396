import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** A thread's code: the file that scripts/build-server.mjs puts beside the server, and its source. */
export interface ThreadCode {
  built: string;
  source: URL;
  /** Made while whoever asked does something else, such as a PDF or a backup: it gives way to everything, a page being made too. */
  inBackground?: boolean;
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

/** Hands a task to a thread that has no other, and gives the first thing that it sends back. @throws what `late` makes; Error when the thread ends or fails */
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

/** How long a thread waits for another task of its kind before it is ended, in ms. */
const IDLE_MS = 30_000;
const idle = new Map<string, { worker: Worker; drop: () => void }[]>();

function runThread<Reply>(code: ThreadCode, task: unknown, patience?: Patience): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const worker = takeThread(code);
    const over = () => {
      clearTimeout(timer);
      worker.off('message', succeed).off('error', fail).off('exit', ended);
    };
    const succeed = (reply: Reply) => {
      over();
      keepThread(code, worker);
      resolve(reply);
    };
    const fail = (error: Error) => {
      over();
      void worker.terminate();
      reject(error);
    };
    const ended = (exit: number) => fail(new Error(`a thread ended before it was done, with ${exit}`));
    const timer = patience && setTimeout(() => fail(patience.late()), patience.ms);
    worker.once('message', succeed).once('error', fail).once('exit', ended);
    worker.postMessage(task);
  });
}

/** To load a thread's code takes longer than most tasks, and to end one can hold up the server: threads are used again. */
function takeThread(code: ThreadCode): Worker {
  const kept = idle.get(code.built)?.at(-1);
  if (kept === undefined) return startThread(code);
  kept.drop();
  kept.worker.ref();
  return kept.worker;
}

/** Until it is taken again, or has waited too long; nothing waits for it. */
function keepThread({ built }: ThreadCode, worker: Worker): void {
  const others = idle.get(built) ?? [];
  idle.set(built, others);
  const drop = () => {
    clearTimeout(end);
    worker.off('error', drop).off('exit', drop);
    others.splice(others.indexOf(entry), 1);
  };
  const end = setTimeout(() => {
    drop();
    void worker.terminate();
  }, IDLE_MS).unref();
  const entry = { worker, drop };
  others.push(entry);
  worker.once('error', drop).once('exit', drop).unref();
}

/**
 * On Linux priority and policy are a thread's own: whoever answers a survey meanwhile goes first. What somebody waits for goes on, though
 * slowly, where others take all cores. What is made in the background leaves a core at once to whoever wants it (util-linux' `chrt`): the
 * lowest priority alone still keeps it for some ms from a save that wakes up. Elsewhere both would be the process's.
 */
const BEFORE = {
  awaited: `if (process.platform === 'linux') require('node:os').setPriority(10);`,
  inBackground: `if (process.platform === 'linux') {
    require('node:os').setPriority(19);
    const thread = require('node:fs').readlinkSync('/proc/thread-self').split('/').at(-1);
    require('node:child_process').spawnSync('chrt', ['--idle', '--pid', '0', thread], { stdio: 'ignore' });
  }`,
};

/** From source a thread is loaded through tsx. */
function startThread({ built, source, inBackground }: ThreadCode): Worker {
  const beside = new URL(built, import.meta.url);
  const load = existsSync(fileURLToPath(beside))
    ? `import(${JSON.stringify(beside.href)})`
    : `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source.href)}); })`;
  return new Worker(`${inBackground ? BEFORE.inBackground : BEFORE.awaited} ${load}`, { eval: true });
}
