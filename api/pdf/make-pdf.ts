import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Unavailable } from '../problems.ts';
import type { PdfJob } from './report-pdf.ts';

const LONGEST_MS = 30_000;
const MOST_WAITING = 20;
const MOST_KEPT = 60;

const kept = new Map<string, Promise<Uint8Array>>();
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * The PDF of a published report, made in a thread of its own so that nothing else waits for it, one at a time, and kept by the
 * document's hash and language.
 * @throws Unavailable when too many are waiting, or it took too long
 */
export function madePdf(job: PdfJob): Promise<Uint8Array> {
  const key = `${job.sha256} ${job.locale}`;
  const before = kept.get(key);
  if (before) return before;
  if (waiting >= MOST_WAITING)
    throw new Unavailable('Many reports are being made just now.', {}, { 'retry-after': '10' });
  waiting += 1;
  const file = last.then(() => inThread(job)).finally(() => (waiting -= 1));
  last = file.catch(() => undefined);
  kept.set(key, file);
  file.catch(() => kept.delete(key));
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return file;
}

function inThread(job: PdfJob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = startThread();
    const done = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    const timer = setTimeout(() => done(() => reject(new Unavailable('The PDF took too long.'))), LONGEST_MS);
    worker.once('message', ({ file, error }: { file?: Uint8Array; error?: string }) =>
      done(() => (file ? resolve(file) : reject(new Error(`PDF: ${error}`)))),
    );
    worker.once('error', (error) => done(() => reject(error)));
    worker.postMessage(job);
  });
}

/** Built, the thread's code lies beside the server; from source it is loaded through tsx. */
function startThread(): Worker {
  const built = new URL('./pdf-worker.js', import.meta.url);
  if (existsSync(fileURLToPath(built))) return new Worker(built);
  const source = new URL('./worker.ts', import.meta.url).href;
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source)}); })`;
  return new Worker(load, { eval: true });
}
