import { existsSync } from 'node:fs';
import { open } from '@rapport/db/open';
import type { Config } from '../config.ts';
import { databaseChecks } from './check-database.ts';
import { machineChecks } from './check-machine.ts';
import { ledgerFile } from './erasure-ledger.ts';
import { wrong, type Finding } from './finding.ts';

/** Checks all that a service stands on. What can't be checked is itself something wrong; nothing is changed. */
export async function checkUp(config: Config, now: Date, onFinding: (finding: Finding) => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  const add = (finding: Finding) => {
    findings.push(finding);
    onFinding(finding);
  };
  await checkDatabase(config, now, add);
  for (const [check, run] of Object.entries(machineChecks)) add(await run(config, now).catch(failed(check)));
  return findings;
}

async function checkDatabase(config: Config, now: Date, add: (finding: Finding) => void): Promise<void> {
  const { databaseUrl } = config;
  const path = databaseUrl.startsWith('file:') ? databaseUrl.slice('file:'.length) : null;
  if (path !== null && !existsSync(path))
    return add(wrong('database', `there is none at ${path}`, 'Set DATABASE_URL, or start Rapport once to make it.'));
  const db = await open(databaseUrl).catch((error: unknown) => {
    add(failed('database')(error));
    return null;
  });
  if (!db) return;
  try {
    for (const [check, run] of Object.entries(databaseChecks))
      add(await run(db, { now, ledger: ledgerFile(config) }).catch(failed(check)));
  } finally {
    await db.close();
  }
}

const failed =
  (check: string) =>
  (error: unknown): Finding => {
    const cause = error instanceof Error && error.cause instanceof Error ? ` ${error.cause.message}` : '';
    const advice = {
      READONLY: 'Give the user that runs Rapport the right to write the file and its folder.',
      FULL: 'Make room on the disk.',
      CORRUPT: 'Stop Rapport, keep a copy of the file, and restore the latest backup.',
      NOTADB: 'This file is no database: restore the latest backup.',
      BUSY: 'Another program holds the database: find and stop it.',
    };
    const known = Object.entries(advice).find(([code]) => String(error).includes(code) || cause.includes(code));
    return wrong(
      check,
      `can’t be checked: ${error instanceof Error ? error.message : String(error)}${cause}`,
      known?.[1] ?? 'Mend what is above first.',
    );
  };
