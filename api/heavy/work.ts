import type { Db } from '@rapport/db/open';
import { releaseFile, type ReleaseFileTask } from '../export/release-file.ts';
import { freezeThrough, type FreezeTask } from '../freeze.ts';
import { panelFile, type PanelFileTask } from '../panel-file.ts';

/** Gives the database that a piece of work reads or writes, opened when it is first asked for. */
type OpenDb = () => Promise<Db>;

/** What takes so long that requests would wait for it: each with a task that can be sent to a thread. */
export const WORK = {
  freeze: async (open: OpenDb, task: FreezeTask) => freezeThrough(await open(), task),
  panelFile: async (open: OpenDb, task: PanelFileTask) => panelFile(await open(), task),
  releaseFile: (_open: OpenDb, task: ReleaseFileTask) => releaseFile(task),
};

export type Work = typeof WORK;
export type TaskOf<Kind extends keyof Work> = Parameters<Work[Kind]>[1];
export type ResultOf<Kind extends keyof Work> = Awaited<ReturnType<Work[Kind]>>;

export const doWork = <Kind extends keyof Work>(
  open: OpenDb,
  kind: Kind,
  task: TaskOf<Kind>,
): Promise<ResultOf<Kind>> => (WORK[kind] as (open: OpenDb, task: TaskOf<Kind>) => Promise<ResultOf<Kind>>)(open, task);
