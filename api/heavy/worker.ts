import { parentPort } from 'node:worker_threads';
import { open, type Db } from '@rapport/db/open';
import { doWork, type TaskOf, type Work } from './work.ts';

interface Order {
  databaseUrl: string;
  kind: keyof Work;
  task: TaskOf<keyof Work>;
}

async function work({ databaseUrl, kind, task }: Order): Promise<unknown> {
  let db: Promise<Db> | undefined;
  try {
    return await doWork(() => (db ??= open(databaseUrl)), kind, task);
  } finally {
    await (await db)?.close();
  }
}

/** A thread that does one piece of work after the other; what it sends back is the result, or what went wrong. */
parentPort?.on('message', (order: Order) => {
  work(order).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) =>
      parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
