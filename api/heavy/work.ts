import type { Db } from '@rapport/db/open';
import { freezeThrough } from '../freeze.ts';
import { panelFile } from '../panel-file.ts';

/** What takes so long that requests would wait for it: each works on a database, with a task that can be sent to a thread. */
export const WORK = { freeze: freezeThrough, panelFile } satisfies Record<string, (db: Db, task: never) => unknown>;

export type Work = typeof WORK;
export type TaskOf<Kind extends keyof Work> = Parameters<Work[Kind]>[1];
export type ResultOf<Kind extends keyof Work> = Awaited<ReturnType<Work[Kind]>>;

export const doWork = <Kind extends keyof Work>(db: Db, kind: Kind, task: TaskOf<Kind>): Promise<ResultOf<Kind>> =>
  (WORK[kind] as (db: Db, task: TaskOf<Kind>) => Promise<ResultOf<Kind>>)(db, task);
