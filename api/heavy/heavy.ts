import type { Services } from '../context.ts';
import { askThread } from '../threads.ts';
import { doWork, type ResultOf, type TaskOf, type Work } from './work.ts';

const THREAD = { built: './heavy-worker.js', source: new URL('./worker.ts', import.meta.url) };

/** Has something done that would hold up requests; on a server in a thread, with a connection of its own. @throws what went wrong there */
export async function heavy<Kind extends keyof Work>(
  { db, threadsOn }: Pick<Services, 'db' | 'threadsOn'>,
  kind: Kind,
  task: TaskOf<Kind>,
): Promise<ResultOf<Kind>> {
  if (threadsOn === null) return doWork(() => Promise.resolve(db), kind, task);
  const order = { databaseUrl: threadsOn, kind, task };
  const reply = await askThread<{ result: ResultOf<Kind> } | { error: string }>(THREAD, order);
  if ('error' in reply) throw new Error(`${kind}: ${reply.error}`);
  return reply.result;
}
