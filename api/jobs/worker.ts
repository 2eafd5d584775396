import type { Services } from '../context.ts';
import { newWorker, runDueJobs, type JobHandlers } from './run.ts';

export interface Worker {
  /** Resolves once the job at hand is done. */
  stop(): Promise<void>;
}

/** How long until a job that is due is looked for again, and until what is due is planned again. */
const LOOK_MS = 2000;
const PLAN_MS = 60_000;

/**
 * Works off jobs in this process, one at a time, for as long as it runs. `plan` queues what its time has come for, at once
 * and then every minute. A pass that fails is logged and the next one tried.
 */
export function startWorker(services: Services, handlers: JobHandlers, plan: () => Promise<unknown>): Worker {
  const worker = newWorker();
  let stopping = false;
  let planned = 0;
  let timer: NodeJS.Timeout | undefined;
  let pass: Promise<void> = Promise.resolve();
  const round = async () => {
    try {
      if (performance.now() - planned >= PLAN_MS || planned === 0) {
        await plan();
        planned = performance.now();
      }
      await runDueJobs(services, handlers, { worker, stopped: () => stopping });
    } catch (error) {
      services.log.error({ err: error }, 'jobs could not be worked off; trying again');
    }
    if (!stopping) timer = setTimeout(next, LOOK_MS);
  };
  const next = () => {
    pass = round();
  };
  next();
  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await pass;
    },
  };
}
