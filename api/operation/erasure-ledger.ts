import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listErasures } from '@rapport/db/erasure';
import type { Db } from '@rapport/db/open';
import { z } from 'zod';
import type { Config } from '../config.ts';

/** One erasure: a pseudonym of the audit's, and when. */
const lineSchema = z.object({ network: z.string(), pseudonym: z.string(), erased: z.iso.datetime() });
export type LedgerLine = z.infer<typeof lineSchema>;

/** The ledger's file: `ERASURE_LEDGER`, else `erasures.jsonl` beside the database, or in `data/` for PostgreSQL. */
export function ledgerFile({ erasureLedger, databaseUrl }: Pick<Config, 'erasureLedger' | 'databaseUrl'>): string {
  if (erasureLedger !== null) return erasureLedger;
  const folder = databaseUrl.startsWith('file:') ? dirname(databaseUrl.slice('file:'.length)) : 'data';
  return join(folder, 'erasures.jsonl');
}

/** The lines of a ledger, none where there is no such file. A last line that a crash cut off does not count. */
export async function readLedger(file: string): Promise<LedgerLine[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line, i, all) => {
    if (line === '') return [];
    const read = lineSchema.safeParse(parsed(line));
    if (read.success) return [read.data];
    if (i === all.length - 1) return [];
    throw new Error(`${file}:${i + 1}: is no line of an erasure ledger`);
  });
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};

const keyOf = ({ network, pseudonym }: { network: string; pseudonym: string }) => `${network} ${pseudonym}`;

/**
 * Appends to the ledger what the database has erased and the ledger does not say yet; gives how many. The database is first,
 * so nothing stands here that did not happen, and what a crash kept back is made up for the next time.
 */
export async function keepLedger(db: Db, file: string): Promise<number> {
  const erased = await listErasures(db);
  if (erased.length === 0) return 0;
  const said = new Set((await readLedger(file)).map(keyOf));
  const missing = erased.filter((one) => !said.has(keyOf(one)));
  if (missing.length === 0) return 0;
  const lines = missing.map(({ network, pseudonym, erasedAt }): string =>
    JSON.stringify({ network, pseudonym, erased: erasedAt.toISOString() } satisfies LedgerLine),
  );
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  try {
    // After a line that was cut off, begin a new one.
    const { size } = await handle.stat();
    const end = Buffer.alloc(1);
    if (size > 0) await handle.read(end, 0, 1, size - 1);
    const cutOff = size > 0 && end.toString() !== '\n';
    await handle.appendFile(`${cutOff ? '\n' : ''}${lines.join('\n')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return missing.length;
}
