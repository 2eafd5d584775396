import type { PanelReading } from '@rapport/surveys/panel-assembly';
import { Unavailable } from '../problems.ts';
import { askThread } from '../threads.ts';

const THREAD = { built: './panel-worker.js', source: new URL('./worker.ts', import.meta.url) };
const LONGEST_MS = 60_000;
const MOST_WAITING = 5;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Reads an uploaded panel in a thread of its own, one at a time, so that nobody who answers a survey waits for it.
 * @throws Unavailable when too many are waiting, or it took too long
 */
export async function readPanelInThread(bytes: Uint8Array): Promise<PanelReading> {
  if (waiting >= MOST_WAITING)
    throw new Unavailable('Other files are being read just now.', {}, { 'retry-after': '10' });
  waiting += 1;
  const reading = last.then(async () => {
    const late = () => new Unavailable('The file took too long to read.');
    type Reply = { reading?: PanelReading; error?: string };
    const reply = await askThread<Reply>(THREAD, bytes, { ms: LONGEST_MS, late });
    if (!reply.reading) throw new Error(`panel: ${reply.error}`);
    return reply.reading;
  });
  last = reading.catch(() => undefined).finally(() => (waiting -= 1));
  return reading;
}
