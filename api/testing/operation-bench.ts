import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type Db } from '@rapport/db/open';
import { panelToJson } from '@rapport/surveys/panel-files';
import { afterEach, beforeEach, expect } from 'vitest';
import { agencies } from './agencies.ts';
import type { Ran } from './command.ts';
import { runHere } from './run-here.ts';

/** For each test a folder with a database to be made in it, and the command line run there in this process. */
export function useOperation() {
  const at = {} as { folder: string; environment: Record<string, string>; now: string };
  beforeEach(() => {
    at.now = '2026-11-10T12:00:00Z';
    at.folder = mkdtempSync(join(tmpdir(), 'rapport-operation-'));
    at.environment = { DATABASE_URL: `file:${join(at.folder, 'data/rapport.db')}`, AUTH_SECRET: 'x'.repeat(40) };
  });
  afterEach(() => rmSync(at.folder, { recursive: true, force: true }));

  const rapport = (args: string[], { stdin = '', ...more }: Record<string, string> = {}): Promise<Ran> =>
    runHere(args, { folder: at.folder, environment: { ...at.environment, ...more }, stdin, now: new Date(at.now) });

  const elsewhere = (name: string) => ({ DATABASE_URL: `file:${join(at.folder, name, 'rapport.db')}` });

  async function inDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const db = await open(at.environment.DATABASE_URL ?? '');
    return work(db).finally(() => db.close());
  }

  async function imported(): Promise<void> {
    writeFileSync(join(at.folder, 'harbour.json'), panelToJson(agencies()));
    expect(await rapport(['import', 'harbour.json'])).toMatchObject({ status: 0 });
  }

  return { at, rapport, elsewhere, inDatabase, imported };
}
