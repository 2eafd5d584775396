import { parentPort } from 'node:worker_threads';
import { open } from '@rapport/db/open';
import { doWork, type TaskOf, type Work } from './work.ts';

interface Order {
  databaseUrl: string;
  kind: keyof Work;
  task: TaskOf<keyof Work>;
}

async function work({ databaseUrl, kind, task }: Order): Promise<unknown> {
  const db = await open(databaseUrl);
  try {
    return await doWork(db, kind, task);
  } finally {
    await db.close();
  }
}

/** A thread that does one piece of work; what it sends back is the result, or what went wrong. */
parentPort?.on('message', (order: Order) => {
  work(order).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) =>
      parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
