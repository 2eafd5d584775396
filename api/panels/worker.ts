import { parentPort } from 'node:worker_threads';
import { readUpload } from './read-upload.ts';

/** A thread that reads one uploaded panel; what it sends back is the reading, or what went wrong. */
parentPort?.on('message', (bytes: Uint8Array) => {
  try {
    parentPort?.postMessage({ reading: readUpload(bytes) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
