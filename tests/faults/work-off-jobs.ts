import { appendFileSync } from 'node:fs';
import { runDueJobs, type JobHandlers } from '@rapport/api/jobs/run';
import { createLog } from '@rapport/api/log';
import { open } from '@rapport/db/open';

/** For a test: works off jobs of the kind `note` and writes a line for each to the file in argv[3], until a job says so. */
const [, , url = '', file = ''] = process.argv;
const db = await open(url);
let ended = false;
const services = { db, log: createLog('silent'), clock: () => new Date() };
const handlers: JobHandlers = {
  note: async ({ job, payload }) => {
    appendFileSync(file, `${job}\n`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    ended = payload.last === true;
    return { outcome: 'noted' };
  },
};
while (!ended) {
  const ran = await runDueJobs(services, handlers, { stopped: () => ended });
  if (ran === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
await db.close();
