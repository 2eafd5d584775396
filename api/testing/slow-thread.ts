import { readFileSync } from 'node:fs';
import { parentPort, threadId } from 'node:worker_threads';

/**
 * A thread for tests of threads: waits so many ms and tells who it is, when it began and ended, and on Linux its line
 * among the processes; ends at once for a negative time.
 */
parentPort?.on('message', (ms: number) => {
  if (ms < 0) process.exit(3);
  const from = Date.now();
  const stat = process.platform === 'linux' ? readFileSync('/proc/thread-self/stat', 'utf8') : '';
  setTimeout(() => parentPort?.postMessage({ id: threadId, from, to: Date.now(), stat }), ms);
});
