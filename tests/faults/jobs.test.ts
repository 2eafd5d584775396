import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { queueJobs } from '@rapport/db/jobs';
import { migrate } from '@rapport/db/migrate';
import { open } from '@rapport/db/open';
import { databaseAt } from '@rapport/db/testing/test-database';
import { expect, it } from 'vitest';

const JOBS = process.env.RAPPORT_LONG ? 3000 : 200;
const worker = fileURLToPath(new URL('work-off-jobs.ts', import.meta.url));

it(`two processes on one database run each of ${JOBS} jobs once`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-jobs-'));
  const children: ChildProcess[] = [];
  try {
    const url = await databaseAt(join(folder, 'rapport.db'));
    const file = join(folder, 'done');
    const db = await open(url);
    await migrate(db);
    const now = new Date();
    const run = () =>
      new Promise<number | null>((resolve, reject) => {
        const child = spawn(process.execPath, ['--import', 'tsx', worker, url, file], { stdio: 'inherit' });
        children.push(child);
        child.once('error', reject);
        child.once('exit', resolve);
      });
    const both = Promise.all([run(), run()]);
    const job = (name: string, last = false) => ({ job: name, kind: 'note', payload: { last }, runAt: now });
    await queueJobs(
      db,
      Array.from({ length: JOBS }, (_, i) => job(`job-${i}`)),
      now,
    );
    const { jobs } = db.tables;
    while ((await db.select().from(jobs)).some(({ doneAt }) => doneAt === null))
      await new Promise((resolve) => setTimeout(resolve, 50));
    await queueJobs(db, [job('end-1', true), job('end-2', true)], now);
    expect(await both).toEqual([0, 0]);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.filter((line) => line.startsWith('job-')).length).toBe(JOBS);
    expect(new Set(lines).size).toBe(JOBS + 2);
    expect((await db.select().from(jobs)).every(({ attempts }) => attempts === 1)).toBe(true);
    await db.close();
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
