import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseAt } from '@rapport/db/testing/test-database';
import { afterEach, beforeEach } from 'vitest';
import { start, type Ran } from './command.ts';
import { runHere } from './run-here.ts';

/** For each test a folder to type `rapport` in, with a database to be made in it. */
export function useCommandLine() {
  const at = {} as { folder: string; environment: Record<string, string> };
  beforeEach(async () => {
    at.folder = mkdtempSync(join(tmpdir(), 'rapport-cli-'));
    at.environment = { DATABASE_URL: await databaseAt(join(at.folder, 'rapport.db')), AUTH_SECRET: 'x'.repeat(40) };
  });
  afterEach(() => rmSync(at.folder, { recursive: true, force: true }));

  /** As a process of its own, as it is typed. */
  const asProcess = (args: string[], stdin = ''): Promise<Ran> => start(args, at.folder, at.environment, stdin).done;

  /** The same in this process, where the process itself is not the point. */
  const rapport = (args: string[], stdin = ''): Promise<Ran> => runHere(args, { ...at, stdin });

  /** Makes a folder of files there; gives its name. */
  function write(name: string, files: ReadonlyMap<string, string>): string {
    mkdirSync(join(at.folder, name));
    for (const [file, text] of files) writeFileSync(join(at.folder, name, file), text);
    return name;
  }

  return { at, asProcess, rapport, write };
}
