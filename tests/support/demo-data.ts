import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseAt, testEngine } from '@rapport/db/testing/test-database';

/** Where the processes of one test run share the demo's data; set by `setup`. */
const SHARED = 'RAPPORT_TEST_DEMO';
const PATIENCE_MS = 120_000;

/** Of a whole run (vitest.config.ts): the place in which the first test that wants the demo leaves its data for the others. */
export default function setup(): (() => void) | undefined {
  if (process.env[SHARED]) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'rapport-demo-'));
  process.env[SHARED] = folder;
  return () => {
    delete process.env[SHARED];
    rmSync(folder, { recursive: true, force: true });
  };
}

/**
 * Puts the demo's data into an empty folder, as a server left them that was started there once and ended: to make them anew takes
 * seconds. `seed` starts and ends that server. Outside of a test run there is nothing to share, and the folder stays empty.
 */
export async function copyDemo(into: string, seed: (folder: string) => Promise<void>): Promise<void> {
  const shared = process.env[SHARED];
  if (shared === undefined) return;
  const [data, ready] = [join(shared, testEngine), join(shared, `${testEngine}-ready`)];
  if (isFirst(join(shared, `${testEngine}-claimed`))) {
    mkdirSync(data);
    await seed(data);
    writeFileSync(ready, '');
  }
  for (const deadline = Date.now() + PATIENCE_MS; !existsSync(ready);) {
    if (Date.now() > deadline) throw new Error('the demo’s data were not made in time by the test that began to');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  cpSync(data, into, { recursive: true });
  const copyOf = await databaseAt(join(data, 'rapport.db'));
  await databaseAt(join(into, 'rapport.db'), { copyOf });
}

function isFirst(claim: string): boolean {
  try {
    mkdirSync(claim);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
