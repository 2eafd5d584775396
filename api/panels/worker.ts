import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { readUpload } from './read-upload.ts';

// On Linux a priority is a thread's own: those who answer a survey meanwhile go first. Elsewhere it would be the process's.
if (process.platform === 'linux') setPriority(5);

/** A thread that reads one uploaded panel; what it sends back is the reading, or what went wrong. */
parentPort?.on('message', (bytes: Uint8Array) => {
  try {
    parentPort?.postMessage({ reading: readUpload(bytes) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
