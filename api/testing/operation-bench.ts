import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type Db } from '@rapport/db/open';
import { databaseAt, testEngine } from '@rapport/db/testing/test-database';
import { panelToJson } from '@rapport/surveys/panel-files';
import { afterEach, beforeEach, expect } from 'vitest';
import { agencies } from './agencies.ts';
import type { Ran } from './command.ts';
import { runHere } from './run-here.ts';

/**
 * For each test a folder with a database to be made in it, and the command line run there in this process. The clock is
 * this machine's, `days` later, since `doctor` compares it with a server's.
 */
export function useOperation() {
  const at = {} as { folder: string; environment: Record<string, string>; days: number };
  beforeEach(async () => {
    at.days = 0;
    at.folder = mkdtempSync(join(tmpdir(), 'rapport-operation-'));
    at.environment = {
      DATABASE_URL: await databaseAt(join(at.folder, 'data/rapport.db')),
      AUTH_SECRET: 'x'.repeat(40),
      // Beside a SQLite file it stands by itself.
      ...(testEngine === 'postgres' && { ERASURE_LEDGER: join(at.folder, 'data/erasures.jsonl') }),
    };
  });
  afterEach(() => rmSync(at.folder, { recursive: true, force: true }));

  const now = () => new Date(Date.now() + at.days * 86_400_000);
  const rapport = (args: string[], { stdin = '', ...more }: Record<string, string> = {}): Promise<Ran> =>
    runHere(args, { folder: at.folder, environment: { ...at.environment, ...more }, stdin, now: now() });

  /** The environment of another database. */
  const elsewhere = async (name: string) => ({
    DATABASE_URL: await databaseAt(join(at.folder, name, 'rapport.db')),
    ...(testEngine === 'postgres' && { ERASURE_LEDGER: join(at.folder, name, 'erasures.jsonl') }),
  });

  async function inDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const db = await open(at.environment.DATABASE_URL ?? '');
    return work(db).finally(() => db.close());
  }

  async function imported(): Promise<void> {
    writeFileSync(join(at.folder, 'harbour.json'), panelToJson(agencies()));
    expect(await rapport(['import', 'harbour.json'])).toMatchObject({ status: 0 });
  }

  return { at, now, rapport, elsewhere, inDatabase, imported };
}
