import { Unavailable } from '../problems.ts';
import { askThread } from '../threads.ts';
import type { PdfJob } from './report-pdf.ts';

const THREAD = { built: './pdf-worker.js', source: new URL('./worker.ts', import.meta.url), inBackground: true };
const LONGEST_MS = 60_000;
const MOST_WAITING = 20;
const MOST_KEPT = 60;
/** How long a failure stands before the next who asks has it tried again. */
const FAILURE_MS = 30_000;

/** How far a PDF is; `before` counts those that are made first. */
export interface PdfProgress {
  state: 'ready' | 'making' | 'failed';
  before: number;
}

interface Making {
  file: Promise<Uint8Array>;
  state: PdfProgress['state'];
}

const kept = new Map<string, Making>();
/** Keys of what is waiting or being made, in order. */
const queue: string[] = [];
let last: Promise<unknown> = Promise.resolve();

const keyOf = ({ sha256, locale }: Pick<PdfJob, 'sha256' | 'locale'>): string => `${sha256} ${locale}`;

/**
 * The PDF of a published report, made in a thread of its own so that nothing else waits for it, one at a time, and kept by the
 * document's hash and language.
 * @throws Unavailable when too many are waiting, or it took too long
 */
export const madePdf = (job: PdfJob): Promise<Uint8Array> => making(job).file;

/** Has a PDF made unless it is already, and tells how far it is. @throws Unavailable when too many are waiting */
export function pdfProgress(job: PdfJob): PdfProgress {
  const { state } = making(job);
  return { state, before: Math.max(0, queue.indexOf(keyOf(job))) };
}

function making(job: PdfJob): Making {
  const key = keyOf(job);
  const before = kept.get(key);
  if (before) return before;
  if (queue.length >= MOST_WAITING)
    throw new Unavailable('Many reports are being made just now.', {}, { 'retry-after': '10' });
  queue.push(key);
  const file = last.then(() => inThread(job)).finally(() => queue.splice(queue.indexOf(key), 1));
  last = file.catch(() => undefined);
  const made: Making = { file, state: 'making' };
  kept.set(key, made);
  file.then(
    () => (made.state = 'ready'),
    () => {
      made.state = 'failed';
      setTimeout(() => kept.delete(key), FAILURE_MS).unref();
    },
  );
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return made;
}

async function inThread(job: PdfJob): Promise<Uint8Array> {
  const late = () => new Unavailable('The PDF took too long.');
  const { file, error } = await askThread<{ file?: Uint8Array; error?: string }>(THREAD, job, { ms: LONGEST_MS, late });
  if (!file) throw new Error(`PDF: ${error}`);
  return file;
}
