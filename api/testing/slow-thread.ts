import { parentPort, threadId } from 'node:worker_threads';

/** A thread for tests of threads: waits so many ms and tells who it is, when it began and ended; ends at once for a negative time. */
parentPort?.on('message', (ms: number) => {
  if (ms < 0) process.exit(3);
  const from = Date.now();
  setTimeout(() => parentPort?.postMessage({ id: threadId, from, to: Date.now() }), ms);
});
